namespace OciFs.Compression.Gzip;

/// <summary>The first pass over a gzip stream: decodes, checks CRC-32 and length of every member, places seek points.</summary>
internal sealed unsafe class GzipIndexingReader : IndexingReader
{
    /// <summary>Points nearer than this would cost more than they save; and tracing needs 32 KiB to itself.</summary>
    public const int LeastSpan = 64 << 10;

    /// <summary>A chunk that stays in the second-level cache until it has been hashed and scanned.</summary>
    private const int Chunk = 256 << 10;

    private readonly StreamBitInput _input;
    private readonly OutputWindow _window = new(Chunk);
    private readonly PointTrace _trace = new();
    private readonly Inflater _inflater;
    private readonly int _span;
    private long _lastPoint = long.MinValue / 2;
    private long _blockBit;
    private long _memberStart;
    private long _checkedTo;
    private uint _crc;
    private bool _isFirst = true;

    /// <summary>A reader over a stream that stands at a member's header.</summary>
    /// <param name="compressed">The gzip stream, read to its end; not disposed.</param>
    /// <param name="span">Wanted distance of points in decompressed bytes; at least <see cref="LeastSpan"/> is kept.</param>
    /// <param name="states">As <see cref="IndexingReader.Open"/>.</param>
    public GzipIndexingReader(Stream compressed, int span, IGrowingBytes? states = null)
        : base(states)
    {
        _span = Math.Max(span, LeastSpan);
        _input = new StreamBitInput(compressed);
        _inflater = new Inflater(_input, _window) { Marks = _trace.Marks };
    }

    /// <inheritdoc/>
    public override CompressionFormat Format => CompressionFormat.Gzip;

    private protected override long CompressedLength => _input.BytesRead;

    private protected override ReadOnlySpan<byte> Decode()
    {
        if (_inflater.Phase != GzipPhase.End)
            _window.Slide();
        while (!_window.IsFull && _inflater.Phase != GzipPhase.End)
            Step();
        TakeCrc();
        return _window.Take(int.MaxValue);
    }

    private protected override void Dispose(bool disposing)
    {
        _inflater.Dispose();
        _trace.Dispose();
        _window.Dispose();
        _input.Dispose();
    }

    private void Step()
    {
        switch (_inflater.Phase)
        {
            case GzipPhase.Member:
                BeginMember();
                break;
            case GzipPhase.Block:
                BeginBlock();
                break;
            case GzipPhase.Trailer:
                EndMember();
                break;
            default:
                Decompress();
                break;
        }
    }

    private void BeginMember()
    {
        var bit = _input.BitPosition;
        _inflater.BeginMember(_isFirst);
        _isFirst = false;
        _memberStart = _checkedTo = _window.Position;
        _crc = 0;
        if (_inflater.Phase == GzipPhase.End)
            _input.Drain();
        else if (_window.Position - _lastPoint >= LeastSpan)
            AddMemberPoint(bit);
    }

    private void AddMemberPoint(long bit)
    {
        Index.AddPoint(_window.Position, bit, default, (int)GzipPointKind.Member);
        _lastPoint = _window.Position;
    }

    private void BeginBlock()
    {
        _blockBit = _input.BitPosition;
        if (_window.Position - _lastPoint >= _span)
            BeginPoint(GzipPointKind.Block);
        _inflater.BeginBlock();
    }

    private void Decompress()
    {
        if (_trace.IsActive)
        {
            _inflater.DecodeTraced(Least(_window.At(_trace.End), _window.Limit), _window.At(_trace.Output));
            if (_window.Position >= _trace.End)
                _trace.Finish(Index);
            return;
        }

        if (_inflater.Phase == GzipPhase.Stored)
        {
            _inflater.Decode(_window.Limit);
            return;
        }

        // A block longer than twice the span gets points inside; a stored one is never long.
        var nextPoint = _lastPoint + (2L * _span);
        _inflater.Decode(nextPoint - _window.Position < Chunk ? Least(_window.At(nextPoint), _window.Limit) : _window.Limit);
        if (_inflater.Phase == GzipPhase.Symbols && _window.Position >= nextPoint)
            BeginPoint(GzipPointKind.Symbol);
    }

    private void BeginPoint(GzipPointKind kind)
    {
        _lastPoint = _window.Position;
        _trace.Begin(kind, _window.History, _lastPoint, _input.BitPosition, _blockBit);
    }

    private void EndMember()
    {
        _trace.Finish(Index);
        TakeCrc();
        var (storedCrc, storedLength) = _inflater.EndMember();
        if (storedCrc != _crc)
            throw _input.Corrupt("wrong CRC-32 of the member that ends");
        if (storedLength != (uint)(_window.Position - _memberStart))
            throw _input.Corrupt("wrong length of the member that ends");
    }

    /// <summary>Takes what was decoded since the last time into the member's CRC.</summary>
    private void TakeCrc()
    {
        _crc = Crc32.Append(_crc, new ReadOnlySpan<byte>(_window.At(_checkedTo), (int)(_window.Position - _checkedTo)));
        _checkedTo = _window.Position;
    }

    private static byte* Least(byte* a, byte* b) => a < b ? a : b;
}
