using System.Collections.Immutable;
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
    ImmutableArray<byte> Path, DifferenceKind Kind, FileAspects Changed, FileNode? Before, FileNode? After, string? Problem = null);
