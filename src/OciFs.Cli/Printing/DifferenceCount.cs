using OciFs.Comparing;
using OciFs.Images;

namespace OciFs.Cli.Printing;

/// <summary>Counts differences: paths, and bytes of the regular files among them.</summary>
internal static class DifferenceCount
{
    /// <summary>A line that tells how many there are.</summary>
    public static string Of(IEnumerable<FileDifference> differences)
    {
        var (added, removed, changed) = (0L, 0L, 0L);
        var (more, less, from, to) = (0L, 0L, 0L, 0L);
        foreach (var difference in differences)
        {
            var (before, after) = (BytesOf(difference.Before), BytesOf(difference.After));
            switch (difference.Kind)
            {
                case DifferenceKind.Added:
                    (added, more) = (added + 1, ByteSum.Add(more, after));
                    break;
                case DifferenceKind.Removed:
                    (removed, less) = (removed + 1, ByteSum.Add(less, before));
                    break;
                default:
                    changed++;
                    (from, to) = difference.Changed.HasFlag(FileAspects.Content) ? (ByteSum.Add(from, before), ByteSum.Add(to, after)) : (from, to);
                    break;
            }
        }

        return $"{added} added ({Output.Size(more)}), {removed} removed ({Output.Size(less)}), {changed} changed ({Output.Size(from)} -> {Output.Size(to)})";
    }

    private static long BytesOf(FileNode? file) => file?.Attributes is { } attributes && UnixMode.IsRegular(attributes.Mode) ? attributes.Size : 0;
}
