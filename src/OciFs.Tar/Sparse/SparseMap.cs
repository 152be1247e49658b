using System.Runtime.InteropServices;

namespace OciFs.Tar.Sparse;

/// <summary>The map of one sparse file while it is gathered; reused from file to file.</summary>
internal sealed class SparseMap
{
    private readonly List<SparseSegment> _segments = [];

    /// <summary>How many runs were added, those beyond the limit included.</summary>
    public long Count { get; private set; }

    public ReadOnlySpan<SparseSegment> Segments => CollectionsMarshal.AsSpan(_segments);

    public void Clear()
    {
        _segments.Clear();
        Count = 0;
    }

    /// <summary>Adds a run as the archive has it, which may be anything; those over the limit are only counted.</summary>
    public void Add(long offset, long length)
    {
        if (Count++ < TarLimits.SparseSegments)
            _segments.Add(new SparseSegment(offset, length));
    }

    public void CopyFrom(SparseMap other)
    {
        Clear();
        _segments.AddRange(other._segments);
        Count = other.Count;
    }

    /// <summary>
    /// Checks the whole map and drops its empty runs (writers end with one to tell the size). The rules of Go's archive/tar: in order,
    /// without overlap, none beyond <paramref name="size"/>, and exactly the <paramref name="stored"/> bytes in all.
    /// </summary>
    public Fault? Finish(long size, long stored)
    {
        if (Count > TarLimits.SparseSegments)
            return new Fault(TarProblemKind.TooManySegments, Value: Count, Limit: TarLimits.SparseSegments);

        long end = 0;
        foreach (var (offset, length) in _segments)
        {
            if (offset < end || length < 0 || offset > size - length)
                return new Fault(TarProblemKind.BadSparseMap);
            end = offset + length;
            stored -= length;
        }

        if (size < 0 || stored != 0)
            return new Fault(TarProblemKind.BadSparseMap);
        _segments.RemoveAll(static segment => segment.Length == 0);
        return null;
    }
}
