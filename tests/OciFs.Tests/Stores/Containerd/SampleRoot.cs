using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores.Containerd;

/// <summary>A copy of what a real containerd left (tests/Fixtures/stores/make-containerd), to be read or damaged.</summary>
internal sealed class SampleRoot : IDisposable
{
    private readonly TempFolder _folder = new();

    public SampleRoot() => Tool.Run(_folder.Path, "tar", "--zstd", "-xf", Stored("containerd.tar.zst"));

    public string Path => _folder.Path;

    public string MetaFile => _folder["io.containerd.metadata.v1.bolt", "meta.db"];

    public string SnapshotFile => _folder["io.containerd.snapshotter.v1.overlayfs", "metadata.db"];

    public string Blobs => _folder["io.containerd.content.v1.content", "blobs", "sha256"];

    /// <summary>What ctr listed: namespace, name, type and digest.</summary>
    public static IEnumerable<string> Names(string owner) =>
        File.ReadLines(Stored("containerd.names")).Where(line => line.StartsWith(owner + " ", StringComparison.Ordinal)).Select(line => line[(owner.Length + 1)..]);

    public void Dispose() => _folder.Dispose();

    private static string Stored(string name) => System.IO.Path.Combine(Fixtures.Root, "tests", "Fixtures", "stores", name);
}
