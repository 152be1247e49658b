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

    private readonly CompressedInput input;
    private readonly int frameSpacing;
    private readonly int tracedSpacing;
    private readonly DecompressionContext context = new();
    private readonly FrameTracer tracer;
    private readonly TraceWorker worker;
    private readonly BlockBatch[] batches = [.. Enumerable.Range(0, TraceWorker.Depth).Select(_ => new BlockBatch())];
    private readonly long[] tickets = new long[TraceWorker.Depth];
    private BlockBatch current;
    private int slot;
    private FrameHeader frame;
    private bool inFrame;
    private bool isTraced;
    private bool sawFrame;
    private bool ended;
    private long output;
    private long lastFramePoint = -MinFrameSpacing;

    /// <summary>Stands before the first byte.</summary>
    /// <param name="compressed">Read forward only, to the end; not disposed.</param>
    /// <param name="span">Wanted distance of points in decompressed bytes.</param>
    /// <exception cref="CompressedDataException">LibraryMissing.</exception>
    public ZstdIndexingReader(Stream compressed, int span)
        : this(compressed, Math.Min(span, MinFrameSpacing), Math.Max(span, MinTracedSpacing))
    {
    }

    /// <summary>As the other, with the distances apart from each other.</summary>
    /// <param name="compressed">Read forward only, to the end; not disposed.</param>
    /// <param name="frameSpacing">Least distance of a point at a frame's start from the point before it.</param>
    /// <param name="tracedSpacing">Wanted distance of points inside a frame.</param>
    internal ZstdIndexingReader(Stream compressed, int frameSpacing, int tracedSpacing)
    {
        input = new CompressedInput(compressed);
        this.frameSpacing = frameSpacing;
        this.tracedSpacing = tracedSpacing;
        context.Reset();
        tracer = new FrameTracer(Index, tracedSpacing);
        worker = new TraceWorker(tracer);
        current = batches[0];
    }

    /// <inheritdoc/>
    public override CompressionFormat Format => CompressionFormat.Zstd;

    /// <summary>Long frames without points inside: none in what encoders write.</summary>
    public int FailedFrames => tracer.FailedFrames;

    /// <inheritdoc/>
    private protected override long CompressedLength => input.Position;

    /// <inheritdoc/>
    private protected override ReadOnlySpan<byte> Decode()
    {
        while (!ended)
        {
            slot = (slot + 1) % batches.Length;
            worker.WaitFor(tickets[slot]);
            current = batches[slot];
            if (!inFrame && !BeginFrame())
            {
                worker.WaitForAll();
                ended = true;
                break;
            }

            DecodeBatch();
            if (current.OutputLength > 0)
            {
                return current.Output;
            }
        }

        return default;
    }

    /// <inheritdoc/>
    private protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            worker.Dispose();
            tracer.Dispose();
            context.Dispose();
            Array.ForEach(batches, batch => batch.Dispose());
        }
    }

    /// <summary>Steps over skippable frames and reads the next frame's header; false at the end of the stream.</summary>
    private bool BeginFrame()
    {
        Span<byte> bytes = stackalloc byte[ZstdFormat.MaxFrameHeader];
        while (true)
        {
            var start = input.Position;
            var magic = bytes[..4];
            var count = input.Read(magic);
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

            input.ReadExactly(magic);
            input.Skip(BinaryPrimitives.ReadUInt32LittleEndian(magic));
            sawFrame = true;
        }
    }

    private void EndStream(ReadOnlySpan<byte> rest, long start)
    {
        if (rest.IsEmpty && sawFrame)
        {
            return;
        }

        ReadOnlySpan<byte> magic = [0x28, 0xB5, 0x2F, 0xFD];
        if (rest.Length < 4 && magic.StartsWith(rest))
        {
            throw new CompressedDataException(CompressedDataError.Truncated, $"zstd: the stream ends inside a magic number, at byte {start}");
        }

        var zero = input.RestIsZero() && rest.IndexOfAnyExcept((byte)0) < 0;
        if (!zero || !sawFrame)
        {
            throw new CompressedDataException(CompressedDataError.Corrupt, $"zstd: no frame at byte {start}");
        }
    }

    private void ReadHeader(Span<byte> bytes, long start)
    {
        input.ReadExactly(bytes.Slice(4, 1));
        var size = 5 + FrameHeader.SizeAfter(bytes[4]);
        input.ReadExactly(bytes[5..size]);
        frame = FrameHeader.Parse(bytes[4..size]);
        if (frame.DictionaryId != 0)
        {
            throw new CompressedDataException(
                CompressedDataError.Unsupported, $"zstd: the frame at byte {start} needs the dictionary {frame.DictionaryId}");
        }

        if (frame.WindowSize > ZstdFormat.MaxWindow)
        {
            throw new CompressedDataException(
                CompressedDataError.LimitExceeded,
                $"zstd: the frame at byte {start} has a window of {frame.WindowSize} bytes (at most {ZstdFormat.MaxWindow})");
        }

        current.Reset(start);
        fixed (byte* header = bytes)
        {
            Feed(header, size, start);
        }

        sawFrame = true;
        worker.WaitForAll();
        AddFramePoint(start);
        isTraced = frame.ContentSize < 0 || frame.ContentSize > tracedSpacing;
        if (isTraced)
        {
            tracer.Begin(frame, output);
        }
    }

    private void AddFramePoint(long start)
    {
        if (output - Math.Max(lastFramePoint, tracer.LastPoint) >= frameSpacing)
        {
            Index.AddPoint(output, start * 8, default);
            lastFramePoint = output;
        }
    }

    private void DecodeBatch()
    {
        current.Reset(input.Position);
        while (!current.IsLast && current.HasRoom)
        {
            DecodeBlock();
        }

        output += current.OutputLength;
        inFrame = !current.IsLast;
        if (isTraced)
        {
            tickets[slot] = worker.Submit(current);
        }
    }

    private void DecodeBlock()
    {
        var start = current.Blocks + current.BlocksLength;
        var offset = input.Position;
        var bytes = current.Append(ZstdFormat.BlockHeaderSize);
        input.ReadExactly(bytes);
        var block = BlockHeader.Parse(bytes);
        block.Validate(frame.MaxBlock, offset);
        input.ReadExactly(current.Append(block.ContentSize));
        var rest = Feed(start, ZstdFormat.BlockHeaderSize + block.ContentSize, offset);
        if (block.IsLast)
        {
            EndFrame(rest);
        }
    }

    private void EndFrame(nuint rest)
    {
        current.IsLast = true;
        if (frame.HasChecksum)
        {
            var checksum = stackalloc byte[ZstdFormat.ChecksumSize];
            var offset = input.Position;
            input.ReadExactly(new Span<byte>(checksum, ZstdFormat.ChecksumSize));
            rest = Feed(checksum, ZstdFormat.ChecksumSize, offset);
        }

        if (rest != 0)
        {
            throw new CompressedDataException(CompressedDataError.Corrupt, $"zstd: the frame does not end at byte {input.Position}");
        }
    }

    /// <summary>Gives libzstd the next bytes of the frame and appends what they decode to, for which there is room.</summary>
    /// <returns>0 at the end of the frame.</returns>
    private nuint Feed(byte* bytes, int size, long offset)
    {
        var from = new LibZstd.InBuffer(bytes, size);
        var to = new LibZstd.OutBuffer(current.OutputEnd, BlockBatch.OutputSize - current.OutputLength);
        nuint rest;
        do
        {
            rest = LibZstd.ZSTD_decompressStream(context, ref to, ref from);
            if (LibZstd.IsError(rest))
            {
                throw LibZstd.Error(rest, $"at byte {offset}");
            }
        }
        while (from.Position < from.Size);

        current.OutputLength += (int)to.Position;
        return rest;
    }
}
