namespace OciFs.Compression.Zstd;

/// <summary>
/// Makes seek points inside long frames: reads the blocks beside libzstd, keeps the tables in force, and notes which bytes before a point
/// the data up to the next point refers to.
/// </summary>
/// <remarks>
/// A point serves only up to the next one, so points of a frame go to the index together at its end; a frame that libzstd decodes and
/// this does not follow has its start as the only point.
/// </remarks>
internal sealed unsafe class FrameTracer : IDisposable
{
    // States may take 1/25 of the output, counting the open one as large as the last; where they would take more, as with
    // windows of 128 MiB, points stand further apart.
    private const int OutputPerStateByte = 25;

    // Bounds the memory of marks: at this much of a window touched the next point is taken whatever it costs.
    private const int MaxTouched = 32 << 20;

    private readonly SeekIndexBuilder index;
    private readonly int spacing;
    private readonly EntropyTables tables = new();
    private readonly WindowMarks marks = new();
    private readonly SequenceTracer sequences;
    private readonly PointStateEncoder encoder = new();
    private readonly List<(long Output, long Input, byte[] State)> points = [];
    private readonly byte[] header = new byte[EntropyTables.MaxHeader];
    private int headerLength;
    private long stateBytes;
    private long lastState;
    private FrameHeader frame;
    private long frameOutput;
    private long position;          // in the frame
    private long pointPosition;     // of the open point, 0 for none; its state still grows
    private long pointInput;
    private bool failed;

    public FrameTracer(SeekIndexBuilder index, int spacing)
    {
        this.index = index;
        this.spacing = spacing;
        sequences = new SequenceTracer(tables, marks);
    }

    /// <summary>Frames that have no points inside although they are long, because their blocks could not be followed.</summary>
    public int FailedFrames { get; private set; }

    /// <summary>Offset in the decompressed stream of the last point given to the index.</summary>
    public long LastPoint { get; private set; } = long.MinValue / 2;

    /// <summary>Stands at the start of a frame.</summary>
    /// <param name="frame">Its header.</param>
    /// <param name="output">Offset of its first byte in the decompressed stream.</param>
    public void Begin(FrameHeader frame, long output)
    {
        this.frame = frame;
        frameOutput = output;
        position = 0;
        pointPosition = 0;
        stateBytes = 0;
        lastState = 0;
        failed = false;
        points.Clear();
        tables.Clear();
    }

    /// <summary>Follows the next blocks of the frame.</summary>
    public void Trace(BlockBatch batch)
    {
        if (failed)
        {
            return;
        }

        try
        {
            TraceBlocks(batch);
        }
        catch (CompressedDataException e) when (e.Error == CompressedDataError.Corrupt)
        {
            failed = true;
            FailedFrames++;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => encoder.Dispose();

    private void TraceBlocks(BlockBatch batch)
    {
        var output = batch.Output;
        for (var at = 0; at < batch.BlocksLength;)
        {
            var block = BlockHeader.Parse(new ReadOnlySpan<byte>(batch.Blocks + at, ZstdFormat.BlockHeaderSize));
            if (WantsPoint())
            {
                OpenPoint(batch.InputOffset + at);
            }

            at += ZstdFormat.BlockHeaderSize;
            var markBelow = pointPosition == 0 ? long.MinValue : pointPosition - position;
            var size = block.Type == BlockType.Compressed
                ? sequences.Trace(batch.Blocks + at, block.Size, output, markBelow)
                : block.Size;
            if (size > output.Length)
            {
                throw TraceErrors.Corrupt("more output than libzstd gave");
            }

            output = output[size..];
            position += size;
            at += block.ContentSize;
        }

        if (!output.IsEmpty)
        {
            throw TraceErrors.Corrupt("less output than libzstd gave");
        }

        if (batch.IsLast)
        {
            EndFrame();
        }
    }

    private bool WantsPoint() => position - pointPosition >= spacing
        && ((stateBytes + lastState) * OutputPerStateByte <= position || marks.Touched > MaxTouched);

    private void OpenPoint(long input)
    {
        Span<byte> next = stackalloc byte[EntropyTables.MaxHeader];
        var length = tables.TryWriteDictionaryHeader(next);
        if (length == 0)
        {
            return;
        }

        ClosePoint();
        next[..length].CopyTo(header);
        headerLength = length;
        pointPosition = position;
        pointInput = input;
        marks.Reset((int)Math.Min((ulong)position, frame.WindowSize));
    }

    private void ClosePoint()
    {
        if (pointPosition != 0)
        {
            var state = encoder.Encode(header.AsSpan(0, headerLength), marks);
            lastState = state.Length;
            stateBytes += lastState;
            points.Add((frameOutput + pointPosition, pointInput, state));
        }
    }

    private void EndFrame()
    {
        ClosePoint();
        foreach (var (output, input, state) in points)
        {
            index.AddPoint(output, input * 8, state, PointState.Flags(frame));
            LastPoint = output;
        }
    }
}
