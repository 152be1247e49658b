using OciFs.Comparing;
using OciFs.Reference;
using OciFs.Reference.Trees;

namespace OciFs.Tests.Comparing;

/// <summary>Compares two tables of unpacked trees row by row, and writes what ours found in the same words.</summary>
internal static class NaiveDifferences
{
    /// <summary>"A path", "D path", "C path aspects"; in the tables' order. Times of "now" are met by any.</summary>
    public static IReadOnlyList<string> Of(TreeTable before, TreeTable after)
    {
        var others = after.Rows.ToDictionary(row => row.Path, StringComparer.Ordinal);
        var differences = new List<string>();
        foreach (var row in before.Rows)
        {
            if (!others.Remove(row.Path, out var other))
                differences.Add($"D {row.Path}");
            else if (Aspects(row, other) is not FileAspects.None and var aspects)
                differences.Add($"C {row.Path} {aspects}");
        }

        differences.AddRange(others.Values.Select(row => $"A {row.Path}"));
        return differences;
    }

    /// <summary>What ours found, a line each, in its order.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<FileDifference> differences) => [.. differences.Select(difference =>
    {
        Assert.Null(difference.Problem);
        Assert.Equal((difference.Kind is DifferenceKind.Added, difference.Kind is DifferenceKind.Removed), (difference.Before is null, difference.After is null));
        var path = difference.Path.IsEmpty ? "." : new ByteString(difference.Path.AsSpan()).ToString();
        var letter = difference.Kind switch { DifferenceKind.Added => 'A', DifferenceKind.Removed => 'D', _ => 'C' };
        return $"{letter} {path}" + (difference.Kind is DifferenceKind.Changed ? $" {difference.Changed}" : "");
    })];

    private static FileAspects Aspects(TreeRow one, TreeRow other)
    {
        var isLink = one.Type == "l" || other.Type == "l";
        return If(FileAspects.Type, one.Type, other.Type)
            | (one.Type != other.Type ? FileAspects.None
                : If(FileAspects.Target, one.Target, other.Target) | If(FileAspects.Device, one.Device, other.Device)
                    | If(FileAspects.Content, one.Size + one.Sha256, other.Size + other.Sha256) & (one.Type == "f" ? FileAspects.Content : FileAspects.None))
            | (isLink ? FileAspects.None : If(FileAspects.Mode, one.Mode, other.Mode))
            | If(FileAspects.Owner, $"{one.Uid}:{one.Gid}", $"{other.Uid}:{other.Gid}")
            | (one.Modified == "now" || other.Modified == "now" ? FileAspects.None : If(FileAspects.Modified, one.Modified, other.Modified))
            | If(FileAspects.Xattrs, one.Xattrs, other.Xattrs);
    }

    private static FileAspects If(FileAspects aspect, string one, string other) => one == other ? FileAspects.None : aspect;
}
