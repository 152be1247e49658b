using System.Buffers.Binary;

namespace OciFs.Compression.Gzip;

/// <summary>Decodes a gzip stream from any seek point on. What it gives is unchecked: the caller has the blocks' checksums.</summary>
internal sealed unsafe class GzipDecoder : ResumableDecoder
{
    /// <summary>Decoding stops where the reader has enough; a chunk only bounds what lies in between.</summary>
    private const int Chunk = 64 << 10;

    /// <summary>What one takes, in bytes: window and chunk, tables, compressed bytes.</summary>
    public const long MemoryBytes = InflateLoop.WindowSize + Chunk + InflateLoop.OutputMargin
        + ((HuffmanTable.LiteralLengthSize + HuffmanTable.DistanceSize) * sizeof(uint)) + SourceBitInput.Chunk;

    private readonly SeekIndex _index;
    private readonly SourceBitInput _input;
    private readonly OutputWindow _window = new(Chunk);
    private readonly Inflater _inflater;
    private bool _isFirst;

    public GzipDecoder(IByteSource source, SeekIndex index)
    {
        _index = index;
        _input = new SourceBitInput(source);
        _inflater = new Inflater(_input, _window);
        _inflater.Resume(GzipPhase.End);
    }

    /// <inheritdoc/>
    public override long Bytes => MemoryBytes;

    /// <inheritdoc/>
    public override void Start(int point)
    {
        var place = _index.Points[point];
        var state = _index.State.Slice((int)place.StateOffset, place.StateLength);
        Position = place.Output;
        _window.Reset(place.Output);
        _isFirst = true;
        switch ((GzipPointKind)place.Flags)
        {
            case GzipPointKind.Member:
                _input.Seek(place.InputBit);
                _inflater.Resume(GzipPhase.Member);
                break;
            case GzipPointKind.Block:
                _input.Seek(place.InputBit);
                Restore(state);
                _inflater.Resume(GzipPhase.Block);
                break;
            case GzipPointKind.Symbol:
                ResumeSymbols(place.InputBit, state);
                break;
            default:
                throw BadPoint();
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        var filled = 0;
        while (filled < destination.Length)
        {
            if (_window.PendingLength == 0 && !DecodeMore(destination.Length - filled))
                break;
            var bytes = _window.Take(destination.Length - filled);
            bytes.CopyTo(destination[filled..]);
            filled += bytes.Length;
        }

        Position += filled;
        return filled;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _inflater.Dispose();
        _window.Dispose();
        _input.Dispose();
    }

    private bool DecodeMore(int wanted)
    {
        if (_window.IsFull)
            _window.Slide();
        var limit = _window.Limit - _window.Out > wanted ? _window.Out + wanted : _window.Limit;
        while (_window.Out < limit && _inflater.Phase != GzipPhase.End)
            Step(limit);
        return _window.PendingLength > 0;
    }

    private void Step(byte* limit)
    {
        switch (_inflater.Phase)
        {
            case GzipPhase.Member:
                _inflater.BeginMember(_isFirst);
                _isFirst = false;
                break;
            case GzipPhase.Block:
                _inflater.BeginBlock();
                break;
            case GzipPhase.Trailer:
                _inflater.EndMember();
                break;
            default:
                _inflater.Decode(limit);
                break;
        }
    }

    private void ResumeSymbols(long bit, ReadOnlySpan<byte> state)
    {
        var headerBit = state.Length < sizeof(long) ? -1 : BinaryPrimitives.ReadInt64LittleEndian(state);
        if (headerBit < 0 || headerBit >= bit)
            throw BadPoint();
        _input.Seek(headerBit);
        _inflater.BeginBlock();
        if (_inflater.Phase != GzipPhase.Symbols)
            throw BadPoint();
        _input.Seek(bit);
        Restore(state[sizeof(long)..]);
    }

    private void Restore(ReadOnlySpan<byte> state)
    {
        if (!SparseWindow.TryRead(state, _window.History))
            throw BadPoint();
        _window.AllowHistory();
        _isFirst = false;
    }

    private CompressedDataException BadPoint() =>
        new(CompressedDataError.Corrupt, $"gzip: the index has an invalid seek point at decompressed byte {Position}");
}
