namespace OciFs.Compression.Zstd;

/// <summary>Some whole blocks of one frame beside what they decode to; filled by the reader, then read by it and the tracer at once.</summary>
internal sealed unsafe class BlockBatch : IDisposable
{
    /// <summary>Decoded bytes of a batch: big enough that handing it over costs nothing, small enough for a core's cache.</summary>
    public const int OutputSize = 512 << 10;

    private const int MaxStoredBlock = ZstdFormat.BlockHeaderSize + ZstdFormat.MaxBlock;
    private const int InputSize = 384 << 10;

    private readonly NativeBlock _input = new(BackwardBits.Slack + InputSize);
    private readonly NativeBlock _output = new(OutputSize);

    /// <summary>Offset in the compressed stream of the first block.</summary>
    public long InputOffset { get; private set; }

    /// <summary>Bytes in <see cref="Blocks"/>.</summary>
    public int BlocksLength { get; private set; }

    /// <summary>Bytes in <see cref="Output"/>.</summary>
    public int OutputLength { get; set; }

    /// <summary>The frame ends with these blocks.</summary>
    public bool IsLast { get; set; }

    /// <summary>The blocks with their headers, <see cref="BackwardBits.Slack"/> readable bytes before them.</summary>
    public byte* Blocks => _input.Pointer + BackwardBits.Slack;

    /// <summary>The decoded bytes.</summary>
    public ReadOnlySpan<byte> Output => new(_output.Pointer, OutputLength);

    /// <summary>Where the next block decodes to.</summary>
    public byte* OutputEnd => _output.Pointer + OutputLength;

    /// <summary>One more block fits, whatever it is.</summary>
    public bool HasRoom => InputSize - BlocksLength >= MaxStoredBlock && OutputSize - OutputLength >= ZstdFormat.MaxBlock;

    /// <summary>Empties it for the blocks that lie at <paramref name="offset"/> in the compressed stream.</summary>
    public void Reset(long offset)
    {
        InputOffset = offset;
        BlocksLength = 0;
        OutputLength = 0;
        IsLast = false;
    }

    /// <summary>The next <paramref name="count"/> bytes of <see cref="Blocks"/>, for the caller to fill.</summary>
    public Span<byte> Append(int count)
    {
        var span = new Span<byte>(Blocks + BlocksLength, count);
        BlocksLength += count;
        return span;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
    }
}
