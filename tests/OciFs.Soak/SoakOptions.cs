using System.Globalization;

namespace OciFs.Soak;

/// <summary>What a run is told.</summary>
/// <param name="Executable">The product.</param>
/// <param name="Layout">A layout that the run may change the tags of.</param>
/// <param name="Work">A folder for mountpoints and caches; what is in it stays the caller's.</param>
/// <param name="Duration">How long.</param>
/// <param name="Readers">How many at once.</param>
/// <param name="Trees">Names of images, and the folder that each was unpacked to.</param>
/// <param name="Small">The image whose listings are measured.</param>
/// <param name="Big">The images whose first passes run meanwhile.</param>
internal sealed record SoakOptions(
    string Executable, string Layout, string Work, TimeSpan Duration, int Readers, IReadOnlyList<(string Image, string Unpacked)> Trees, string Small, IReadOnlyList<string> Big)
{
    /// <summary>The cache of indexes that all mounts share but those whose first passes are wanted.</summary>
    public string Cache => Path.Join(Work, "cache");

    /// <summary>Reads <c>EXECUTABLE LAYOUT WORK MINUTES READERS SMALL BIG[,BIG] IMAGE=UNPACKED…</c>.</summary>
    public static SoakOptions? Parse(string[] words) => words is [var executable, var layout, var work, var minutes, var readers, var small, var big, .. var trees]
        && double.TryParse(minutes, CultureInfo.InvariantCulture, out var duration) && duration > 0 && int.TryParse(readers, out var count) && count > 0 && trees.Length > 0
        ? new SoakOptions(
            executable, layout, work, TimeSpan.FromMinutes(duration), count, [.. trees.Select(tree => (tree[..tree.IndexOf('=')], tree[(tree.IndexOf('=') + 1)..]))], small, big.Split(','))
        : null;
}
