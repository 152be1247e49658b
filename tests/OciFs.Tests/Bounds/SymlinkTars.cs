using OciFs.Reference;
using OciFs.Reference.Tar;

namespace OciFs.Tests.Bounds;

/// <summary>Layers whose entries go through symbolic links of their own.</summary>
internal static class SymlinkTars
{
    /// <summary>An entry whose parent is the last of so many links, each to the one before it.</summary>
    public static byte[] Chain(int links) => LayerBuilder.Tar(
    [
        TestEntry.Directory("s0"), .. Enumerable.Range(1, links).Select(i => TestEntry.Symlink($"s{i}", $"s{i - 1}")),
        TestEntry.File($"s{links}/f"), TestEntry.File("rest", "rest"),
    ]);
}
