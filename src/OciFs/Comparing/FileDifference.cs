using System.Collections.Immutable;
using System.Text;
using OciFs.Images;

namespace OciFs.Comparing;

/// <summary>A path that differs between two trees.</summary>
/// <param name="Path">The path below the two that are compared, in bytes, names with <c>/</c> between; empty for themselves.</param>
/// <param name="Kind">How it differs.</param>
/// <param name="Changed">What of it differs; nothing where one tree alone has it.</param>
/// <param name="Before">The file of the first tree; null where that has none.</param>
/// <param name="After">The file of the second tree; null where that has none.</param>
/// <param name="Problem">Why the contents could not be compared; null where they could, or need not.</param>
public sealed record FileDifference(
    ImmutableArray<byte> Path, DifferenceKind Kind, FileAspects Changed, FileNode? Before, FileNode? After, string? Problem = null)
{
    /// <summary>The letter that <c>docker diff</c> and <c>podman diff</c> have for it.</summary>
    public char Letter => Kind switch
    {
        DifferenceKind.Added => 'A',
        DifferenceKind.Removed => 'D',
        _ => 'C',
    };

    /// <summary>For people: what <c>docker diff</c> writes.</summary>
    public override string ToString() => $"{Letter} /{Encoding.UTF8.GetString(Path.AsSpan())}";
}
