namespace OciFs.Layers;

/// <summary>What was done to have the layers of a pool open. Any thread.</summary>
internal sealed class LayerCounters
{
    private long _indexesFound;
    private long _indexesMade;
    private long _storedBytes;
    private long _tarBytes;

    /// <summary>Indexes that the cache had.</summary>
    public long IndexesFound => Interlocked.Read(ref _indexesFound);

    /// <summary>Indexes that took a first pass, of those that came to their end.</summary>
    public long IndexesMade => Interlocked.Read(ref _indexesMade);

    /// <summary>Bytes of the layers that these passes read.</summary>
    public long StoredBytes => Interlocked.Read(ref _storedBytes);

    /// <summary>Bytes of the tars that they decoded.</summary>
    public long TarBytes => Interlocked.Read(ref _tarBytes);

    /// <summary>Counts an index that the cache had.</summary>
    public void CountFound() => Interlocked.Increment(ref _indexesFound);

    /// <summary>Counts an index that was made.</summary>
    public void CountMade(in LayerPass pass)
    {
        Interlocked.Increment(ref _indexesMade);
        Interlocked.Add(ref _storedBytes, pass.StoredBytes);
        Interlocked.Add(ref _tarBytes, pass.TarBytes);
    }
}
