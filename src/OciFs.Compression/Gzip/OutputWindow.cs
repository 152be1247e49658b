namespace OciFs.Compression.Gzip;

/// <summary>Where inflate writes: 32 KiB of history, room for a chunk, and a margin that a last match may fill. Owns the memory.</summary>
internal sealed unsafe class OutputWindow : IDisposable
{
    private readonly NativeBlock _block;
    private long _origin; // Offset in the decompressed stream of the block's first byte; may be negative.

    /// <summary>An empty window at offset 0.</summary>
    /// <param name="chunk">Bytes to decode before the history must be moved.</param>
    public OutputWindow(int chunk)
    {
        _block = new NativeBlock(InflateLoop.WindowSize + chunk + InflateLoop.OutputMargin);
        Limit = _block.Pointer + InflateLoop.WindowSize + chunk;
        Reset(0);
    }

    /// <summary>Where the next byte goes.</summary>
    public byte* Out { get; set; }

    /// <summary>The chunk is full when <see cref="Out"/> is here or behind.</summary>
    public byte* Limit { get; }

    /// <summary>The first byte that was not yet handed out.</summary>
    public byte* Pending { get; private set; }

    /// <summary>The first byte that a match may refer to.</summary>
    public byte* Lowest { get; private set; }

    /// <summary>Whether the chunk is full.</summary>
    public bool IsFull => Out >= Limit;

    /// <summary>Offset of <see cref="Out"/> in the decompressed stream.</summary>
    public long Position => _origin + (Out - _block.Pointer);

    /// <summary>Bytes not yet handed out.</summary>
    public int PendingLength => (int)(Out - Pending);

    /// <summary>The place of an offset in the decompressed stream, which must be in the window or ahead of it.</summary>
    public byte* At(long position) => _block.Pointer + (position - _origin);

    /// <summary>The 32 KiB before <see cref="Out"/>; what was never written of it is undefined.</summary>
    public Span<byte> History => new(Out - InflateLoop.WindowSize, InflateLoop.WindowSize);

    /// <summary>Stands at <paramref name="position"/> with no history.</summary>
    public void Reset(long position)
    {
        Out = Pending = Lowest = _block.Pointer + InflateLoop.WindowSize;
        _origin = position - InflateLoop.WindowSize;
    }

    /// <summary>From here on matches may not refer to what is before: a member begins.</summary>
    public void BeginMember() => Lowest = Out;

    /// <summary>Matches may refer to all of the history: the caller has filled it.</summary>
    public void AllowHistory() => Lowest = Out - InflateLoop.WindowSize;

    /// <summary>Hands out up to <paramref name="most"/> pending bytes, valid until <see cref="Slide"/>.</summary>
    public ReadOnlySpan<byte> Take(int most)
    {
        var taken = new ReadOnlySpan<byte>(Pending, Math.Min(most, PendingLength));
        Pending += taken.Length;
        return taken;
    }

    /// <summary>Makes room for a chunk; nothing may be pending.</summary>
    public void Slide()
    {
        var shift = Out - (_block.Pointer + InflateLoop.WindowSize);
        History.CopyTo(new Span<byte>(_block.Pointer, InflateLoop.WindowSize));
        Out -= shift;
        Pending = Out;
        Lowest = Lowest - shift > _block.Pointer ? Lowest - shift : _block.Pointer;
        _origin += shift;
    }

    /// <inheritdoc/>
    public void Dispose() => _block.Dispose();
}
