namespace OciFs.Tar;

/// <summary>One run of a sparse file that the archive stores; what no segment covers reads as zeros.</summary>
/// <param name="Offset">Where the run begins in the file, in bytes.</param>
/// <param name="Length">How many bytes it has; never zero.</param>
public readonly record struct SparseSegment(long Offset, long Length);
