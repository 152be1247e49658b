namespace OciFs.Layers;

/// <summary>One run of a sparse file's data, as the index has it. 16 bytes, little-endian.</summary>
/// <param name="Offset">Where the run begins in the file, in bytes.</param>
/// <param name="StoredEnd">Bytes of this run and all before it: where it ends in the data that the tar stores.</param>
internal readonly record struct SparseRun(long Offset, long StoredEnd);

/// <summary>Where a sparse file has data, by ascending offset; found by binary search. A view of the index's bytes.</summary>
internal readonly ref struct SparseRuns(ReadOnlySpan<SparseRun> runs)
{
    private readonly ReadOnlySpan<SparseRun> _runs = runs;

    /// <summary>Number of runs.</summary>
    public int Count => _runs.Length;

    /// <summary>Bytes of data in all.</summary>
    public long Stored => _runs.IsEmpty ? 0 : _runs[^1].StoredEnd;

    /// <summary>Where a run begins in the file.</summary>
    public long Start(int run) => _runs[run].Offset;

    /// <summary>Where a run ends in the file.</summary>
    public long End(int run) => Start(run) + _runs[run].StoredEnd - StoredStart(run);

    /// <summary>Where a run begins in the stored data.</summary>
    public long StoredStart(int run) => run == 0 ? 0 : _runs[run - 1].StoredEnd;

    /// <summary>A copy.</summary>
    public SparseRun[] ToArray() => _runs.ToArray();

    /// <summary>The first run that ends behind an offset; <see cref="Count"/> where none does.</summary>
    public int FirstBehind(long offset)
    {
        var low = 0;
        var high = _runs.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (End(middle) <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
