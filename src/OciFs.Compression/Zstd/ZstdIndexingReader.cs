using System.Buffers.Binary;

namespace OciFs.Compression.Zstd;

/// <summary>The first pass over a zstd stream: our framing, libzstd's decoding, and our tracer for points inside long frames.</summary>
/// <remarks>
/// Batches take turns: while the caller uses one and libzstd fills the next, a thread of the pool traces those before. libzstd verifies
/// checksums.
/// </remarks>
internal sealed unsafe class ZstdIndexingReader : IndexingReader
{
    /// <summary>Points at frame starts: nearer ones would cost more index than they save.</summary>
    public const int MinFrameSpacing = 64 << 10;

    /// <summary>Points inside frames carry a part of the window: 2 MiB keeps the index near 2.5% for windows of 2 MiB.</summary>
    public const int MinTracedSpacing = 2 << 20;

    private readonly CompressedInput _input;
    private readonly int _frameSpacing;
    private readonly int _tracedSpacing;
    private readonly DecompressionContext _context = new();
    private readonly FrameTracer _tracer;
    private readonly TraceWorker _worker;
    private readonly BlockBatch[] _batches = [.. Enumerable.Range(0, TraceWorker.Depth).Select(_ => new BlockBatch())];
    private readonly long[] _tickets = new long[TraceWorker.Depth];
    private BlockBatch _current;
    private int _slot;
    private FrameHeader _frame;
    private bool _inFrame;
    private bool _isTraced;
    private bool _sawFrame;
    private bool _ended;
    private long _output;
    private long _lastFramePoint = -MinFrameSpacing;

    /// <summary>Stands before the first byte.</summary>
    /// <param name="compressed">Read forward only, to the end; not disposed.</param>
    /// <param name="span">Wanted distance of points in decompressed bytes.</param>
    /// <param name="states">As <see cref="IndexingReader.Open"/>.</param>
    /// <exception cref="CompressedDataException">LibraryMissing.</exception>
    public ZstdIndexingReader(Stream compressed, int span, IGrowingBytes? states = null)
        : this(compressed, Math.Min(span, MinFrameSpacing), Math.Max(span, MinTracedSpacing), states)
    {
    }

    /// <summary>As the other, with the distances apart from each other.</summary>
    /// <param name="compressed">Read forward only, to the end; not disposed.</param>
    /// <param name="frameSpacing">Least distance of a point at a frame's start from the point before it.</param>
    /// <param name="tracedSpacing">Wanted distance of points inside a frame.</param>
    /// <param name="states">As the other.</param>
    internal ZstdIndexingReader(Stream compressed, int frameSpacing, int tracedSpacing, IGrowingBytes? states = null)
        : base(states)
    {
        _input = new CompressedInput(compressed);
        _frameSpacing = frameSpacing;
        _tracedSpacing = tracedSpacing;
        _context.Reset();
        _tracer = new FrameTracer(Index, tracedSpacing);
        _worker = new TraceWorker(_tracer);
        _current = _batches[0];
    }

    /// <inheritdoc/>
    public override CompressionFormat Format => CompressionFormat.Zstd;

    /// <inheritdoc/>
    private protected override long CompressedLength => _input.Position;

    /// <inheritdoc/>
    private protected override ReadOnlySpan<byte> Decode()
    {
        while (!_ended)
        {
            _slot = (_slot + 1) % _batches.Length;
            _worker.WaitFor(_tickets[_slot]);
            _current = _batches[_slot];
            if (!_inFrame && !BeginFrame())
            {
                _worker.WaitForAll();
                _ended = true;
                break;
            }

            DecodeBatch();
            if (_current.OutputLength > 0)
            {
                return _current.Output;
            }
        }

        return default;
    }

    /// <inheritdoc/>
    private protected override void FinishPoints() => _worker.WaitForAll();

    /// <inheritdoc/>
    private protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _worker.Dispose();
            _tracer.Dispose();
            _context.Dispose();
            Array.ForEach(_batches, batch => batch.Dispose());
        }
    }

    /// <summary>Steps over skippable frames and reads the next frame's header; false at the end of the stream.</summary>
    private bool BeginFrame()
    {
        Span<byte> bytes = stackalloc byte[ZstdFormat.MaxFrameHeader];
        while (true)
        {
            var start = _input.Position;
            var magic = bytes[..4];
            var count = _input.Read(magic);
            if (count == 4 && BinaryPrimitives.ReadUInt32LittleEndian(magic) == ZstdFormat.FrameMagic)
            {
                ReadHeader(bytes, start);
                return true;
            }

            if (count < 4 || (BinaryPrimitives.ReadUInt32LittleEndian(magic) & ~15u) != ZstdFormat.SkippableMagic)
            {
                EndStream(magic[..count], start);
                return false;
            }

            _input.ReadExactly(magic);
            _input.Skip(BinaryPrimitives.ReadUInt32LittleEndian(magic));
            _sawFrame = true;
        }
    }

    private void EndStream(ReadOnlySpan<byte> rest, long start)
    {
        if (rest.IsEmpty && _sawFrame)
        {
            return;
        }

        ReadOnlySpan<byte> magic = [0x28, 0xB5, 0x2F, 0xFD];
        if (rest.Length < 4 && magic.StartsWith(rest))
        {
            throw new CompressedDataException(CompressedDataError.Truncated, $"zstd: the stream ends inside a magic number, at byte {start}");
        }

        var zero = _input.RestIsZero() && rest.IndexOfAnyExcept((byte)0) < 0;
        if (!zero || !_sawFrame)
        {
            throw new CompressedDataException(CompressedDataError.Corrupt, $"zstd: no frame at byte {start}");
        }
    }

    private void ReadHeader(Span<byte> bytes, long start)
    {
        _input.ReadExactly(bytes.Slice(4, 1));
        var size = 5 + FrameHeader.SizeAfter(bytes[4]);
        _input.ReadExactly(bytes[5..size]);
        _frame = FrameHeader.Parse(bytes[4..size]);
        if (_frame.DictionaryId != 0)
        {
            throw new CompressedDataException(
                CompressedDataError.Unsupported, $"zstd: the frame at byte {start} needs the dictionary {_frame.DictionaryId}");
        }

        if (_frame.WindowSize > ZstdFormat.MaxWindow)
        {
            throw new CompressedDataException(
                CompressedDataError.LimitExceeded,
                $"zstd: the frame at byte {start} has a window of {_frame.WindowSize} bytes (at most {ZstdFormat.MaxWindow})");
        }

        _current.Reset(start);
        fixed (byte* header = bytes)
        {
            Feed(header, size, start);
        }

        _sawFrame = true;
        _worker.WaitForAll();
        AddFramePoint(start);
        _isTraced = _frame.ContentSize < 0 || _frame.ContentSize > _tracedSpacing || (ulong)_frame.ContentSize > _frame.WindowSize;
        if (_isTraced)
        {
            _tracer.Begin(_frame, _output);
        }
    }

    private void AddFramePoint(long start)
    {
        if (_output - Math.Max(_lastFramePoint, _tracer.LastPoint) >= _frameSpacing)
        {
            Index.AddPoint(_output, start * 8, default);
            _lastFramePoint = _output;
        }
    }

    private void DecodeBatch()
    {
        _current.Reset(_input.Position);
        while (!_current.IsLast && _current.HasRoom)
        {
            DecodeBlock();
        }

        _output += _current.OutputLength;
        _inFrame = !_current.IsLast;
        if (_isTraced)
        {
            _tickets[_slot] = _worker.Submit(_current);
        }
    }

    private void DecodeBlock()
    {
        var start = _current.Blocks + _current.BlocksLength;
        var offset = _input.Position;
        var bytes = _current.Append(ZstdFormat.BlockHeaderSize);
        _input.ReadExactly(bytes);
        var block = BlockHeader.Parse(bytes);
        block.Validate(_frame.MaxBlock, offset);
        _input.ReadExactly(_current.Append(block.ContentSize));
        var rest = Feed(start, ZstdFormat.BlockHeaderSize + block.ContentSize, offset);
        if (block.IsLast)
        {
            EndFrame(rest);
        }
    }

    private void EndFrame(nuint rest)
    {
        _current.IsLast = true;
        if (_frame.HasChecksum)
        {
            var checksum = stackalloc byte[ZstdFormat.ChecksumSize];
            var offset = _input.Position;
            _input.ReadExactly(new Span<byte>(checksum, ZstdFormat.ChecksumSize));
            rest = Feed(checksum, ZstdFormat.ChecksumSize, offset);
        }

        if (rest != 0)
        {
            throw new CompressedDataException(CompressedDataError.Corrupt, $"zstd: the frame does not end at byte {_input.Position}");
        }
    }

    /// <summary>Gives libzstd the next bytes of the frame and appends what they decode to, for which there is room.</summary>
    /// <returns>0 at the end of the frame.</returns>
    private nuint Feed(byte* bytes, int size, long offset)
    {
        var from = new LibZstd.InBuffer(bytes, size);
        var to = new LibZstd.OutBuffer(_current.OutputEnd, BlockBatch.OutputSize - _current.OutputLength);
        nuint rest;
        do
        {
            rest = LibZstd.ZSTD_decompressStream(_context, ref to, ref from);
            if (LibZstd.IsError(rest))
            {
                throw LibZstd.Error(rest, $"at byte {offset}");
            }
        }
        while (from.Position < from.Size);

        _current.OutputLength += (int)to.Position;
        return rest;
    }
}
