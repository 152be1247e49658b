namespace OciFs;

/// <summary>A part of a file that is no hole.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The first byte behind it.</param>
public readonly record struct DataRange(long Start, long End);
