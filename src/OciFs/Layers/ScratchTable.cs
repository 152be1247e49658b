namespace OciFs.Layers;

/// <summary>A table of fixed rows in <see cref="ScratchMemory"/>.</summary>
/// <param name="folder">As there.</param>
internal sealed unsafe class ScratchTable<T>(CacheFolder? folder) : IDisposable
    where T : unmanaged
{
    private readonly ScratchMemory _memory = new(folder);

    /// <summary>Number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>All rows; valid until the next <see cref="Add"/>.</summary>
    public Span<T> Rows => new(_memory.Start, Count);

    /// <summary>A row by number; valid until the next <see cref="Add"/>.</summary>
    public ref T this[uint row] => ref Rows[(int)row];

    /// <summary>Adds a row behind all others.</summary>
    public void Add(T row)
    {
        *(T*)_memory.Append(sizeof(T)) = row;
        Count++;
    }

    /// <summary>Leaves this number of rows, each of zeros.</summary>
    /// <param name="count">No less than there are.</param>
    public void Clear(int count)
    {
        _memory.Append((long)(count - Count) * sizeof(T));
        Count = count;
        Rows.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
