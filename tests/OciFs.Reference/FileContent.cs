namespace OciFs.Reference;

/// <summary>A file's bytes: runs of data by ascending offset, zeros between them and up to <paramref name="Length"/>.</summary>
/// <param name="Length">Length of the file in bytes, holes included.</param>
/// <param name="Segments">The runs; a file without holes has one, an empty one none.</param>
public sealed record FileContent(long Length, IReadOnlyList<FileSegment> Segments)
{
    /// <summary>A file of no bytes.</summary>
    public static FileContent Empty { get; } = new(0, []);

    /// <summary>Whether a part of the file is a hole.</summary>
    public bool IsSparse => Segments.Sum(segment => (long)segment.Data.Length) != Length;

    /// <summary>A file without holes.</summary>
    public static FileContent Of(byte[] data) => data.Length == 0 ? Empty : new FileContent(data.Length, [new FileSegment(0, data)]);

    /// <summary>All bytes, holes as zeros.</summary>
    public byte[] ToArray()
    {
        var all = new byte[Length];
        foreach (var segment in Segments)
            segment.Data.CopyTo(all, segment.Offset);
        return all;
    }
}

/// <summary>A run of data in a sparse file.</summary>
public sealed record FileSegment(long Offset, byte[] Data);
