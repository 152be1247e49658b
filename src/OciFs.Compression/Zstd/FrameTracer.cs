namespace OciFs.Compression.Zstd;

/// <summary>
/// Makes seek points inside long frames: reads the blocks beside libzstd, keeps the tables in force, and notes which bytes before a point
/// the data up to the next point refers to.
/// </summary>
/// <remarks>
/// A point serves only up to the next one, so points of a frame go to the index together at its end. A frame that libzstd decodes and this
/// does not follow is corrupt by RFC 8878: what libzstd makes of it depends on its buffers and on what it decoded before.
/// </remarks>
internal sealed unsafe class FrameTracer : IDisposable
{
    // States may take 1/25 of the output, counting the open one as large as the last; where they would take more, as with
    // windows of 128 MiB, points stand further apart.
    private const int OutputPerStateByte = 25;

    // Bounds the memory of marks: at this much of a window touched the next point is taken whatever it costs.
    private const int MaxTouched = 32 << 20;

    private readonly SeekIndexBuilder _index;
    private readonly int _spacing;
    private readonly EntropyTables _tables = new();
    private readonly WindowMarks _marks = new();
    private readonly SequenceTracer _sequences;
    private readonly PointStateEncoder _encoder = new();
    private readonly List<(long Output, long Input, byte[] State)> _points = [];
    private readonly byte[] _header = new byte[EntropyTables.MaxHeader];
    private int _headerLength;
    private long _stateBytes;
    private long _lastState;
    private FrameHeader _frame;
    private long _frameOutput;
    private long _position;          // in the frame
    private long _pointPosition;     // of the open point, 0 for none; its state still grows
    private long _pointInput;

    public FrameTracer(SeekIndexBuilder index, int spacing)
    {
        _index = index;
        _spacing = spacing;
        _sequences = new SequenceTracer(_tables, _marks);
    }

    /// <summary>Offset in the decompressed stream of the last point given to the index.</summary>
    public long LastPoint { get; private set; } = long.MinValue / 2;

    /// <summary>Stands at the start of a frame.</summary>
    /// <param name="frame">Its header.</param>
    /// <param name="output">Offset of its first byte in the decompressed stream.</param>
    public void Begin(FrameHeader frame, long output)
    {
        _frame = frame;
        _frameOutput = output;
        _position = 0;
        _pointPosition = 0;
        _stateBytes = 0;
        _lastState = 0;
        _points.Clear();
        _tables.Clear();
        _sequences.Window = (uint)frame.WindowSize;
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();

    /// <summary>Follows the next blocks of the frame.</summary>
    /// <exception cref="CompressedDataException">Corrupt; the frame's points are lost.</exception>
    public void Trace(BlockBatch batch)
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
            var markBelow = _pointPosition == 0 ? long.MinValue : _pointPosition - _position;
            var size = block.Type == BlockType.Compressed
                ? _sequences.Trace(batch.Blocks + at, block.Size, output, markBelow)
                : block.Size;
            if (size > output.Length)
            {
                throw TraceErrors.Corrupt("more output than libzstd gave");
            }

            output = output[size..];
            _position += size;
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

    private bool WantsPoint() => _position - _pointPosition >= _spacing
        && ((_stateBytes + _lastState) * OutputPerStateByte <= _position || _marks.Touched > MaxTouched);

    private void OpenPoint(long input)
    {
        Span<byte> next = stackalloc byte[EntropyTables.MaxHeader];
        var length = _tables.TryWriteDictionaryHeader(next);
        if (length == 0)
        {
            return;
        }

        ClosePoint();
        next[..length].CopyTo(_header);
        _headerLength = length;
        _pointPosition = _position;
        _pointInput = input;
        _marks.Reset((int)Math.Min((ulong)_position, _frame.WindowSize));
    }

    private void ClosePoint()
    {
        if (_pointPosition != 0)
        {
            var state = _encoder.Encode(_header.AsSpan(0, _headerLength), _marks);
            _lastState = state.Length;
            _stateBytes += _lastState;
            _points.Add((_frameOutput + _pointPosition, _pointInput, state));
        }
    }

    private void EndFrame()
    {
        ClosePoint();
        foreach (var (output, input, state) in _points)
        {
            _index.AddPoint(output, input * 8, state, PointState.Flags(_frame));
            LastPoint = output;
        }
    }
}
