namespace OciFs.Compression.Zstd;

/// <summary>Decodes a zstd stream forward from any point of its index.</summary>
/// <remarks>
/// Started inside a frame, the window holds only what is referred to up to the next point: there the decoder starts itself anew. The frame's
/// own checksum cannot be verified then; the checksums of the index's blocks take its place, in whoever reads through this.
/// </remarks>
internal sealed unsafe class ZstdDecoder : ResumableDecoder
{
    private const int InputSize = 128 << 10;

    // Of libzstd beside the window: its tables, room for a block's literals, and the blocks that stand behind the window (ZSTD_decodingBufferSize_min).
    private const long BytesBesideWindow = 700 << 10;

    private readonly IByteSource _source;
    private readonly SeekIndex _index;
    private readonly DecompressionContext _context;
    private readonly ResumeDictionary _dictionary = new();
    private readonly NativeBlock _input = new(InputSize);
    private int _inputStart;
    private int _inputEnd;
    private long _inputOffset;       // in the source, of the byte at inputEnd
    private long _inputLimit;        // the source is not read beyond it: the next point while the window is sparse
    private int _point;
    private bool _isSparse;
    private bool _mayHoldOutput;     // libzstd filled the destination last time

    /// <summary>Makes a decoder that stands nowhere until <see cref="Start"/>.</summary>
    /// <param name="source">Stays the caller's.</param>
    /// <param name="index">Made of the same bytes; may be forged.</param>
    /// <param name="windowLog">Log2 of the largest window that it takes.</param>
    /// <exception cref="CompressedDataException">LibraryMissing.</exception>
    public ZstdDecoder(IByteSource source, SeekIndex index, int windowLog = ZstdFormat.MaxWindowLog)
    {
        _source = source;
        _index = index;
        _context = new DecompressionContext(windowLog);
    }

    /// <inheritdoc/>
    public override int WindowLog => _context.WindowLog;

    /// <inheritdoc/>
    public override long Bytes => _context.Bytes + _dictionary.Bytes + InputSize;

    /// <summary>What a decoder of the largest window that it may have takes at most, in bytes: the window, and once more what a seek point has of it.</summary>
    public static long MemoryBytes(int windowLog) => (2L << windowLog) + BytesBesideWindow + InputSize;

    /// <inheritdoc/>
    public override void Start(int point)
    {
        var at = _index.Points[point];
        if ((at.InputBit & 7) != 0)
        {
            throw PointState.Forged();
        }

        _point = point;
        Position = at.Output;
        _inputStart = _inputEnd = 0;
        _inputOffset = at.InputBit >> 3;
        _mayHoldOutput = false;
        _isSparse = at.StateLength != 0;
        _context.Reset();
        if (_isSparse)
        {
            _dictionary.Load(_context, _index.State.Slice((int)at.StateOffset, at.StateLength), at.Flags);
        }

        _inputLimit = _isSparse && point + 1 < _index.Points.Length ? _index.Points[point + 1].InputBit >> 3 : _index.CompressedLength;
        if (_inputLimit < _inputOffset)
        {
            throw PointState.Forged();
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        destination = destination[..(int)Math.Min(destination.Length, _index.Length - Position)];
        var done = 0;
        while (done < destination.Length)
        {
            if (_mayHoldOutput || _inputStart < _inputEnd || Fill())
            {
                done += Decode(destination[done..]);
            }
        }

        return done;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _context.Dispose();
        _dictionary.Dispose();
        _input.Dispose();
    }

    private int Decode(Span<byte> destination)
    {
        fixed (byte* bytes = destination)
        {
            var from = new LibZstd.InBuffer(_input.Pointer + _inputStart, _inputEnd - _inputStart);
            var to = new LibZstd.OutBuffer(bytes, destination.Length);
            var rest = LibZstd.ZSTD_decompressStream(_context, ref to, ref from);
            if (LibZstd.IsError(rest))
            {
                throw LibZstd.Error(rest, $"before byte {_inputOffset}");
            }

            _inputStart += (int)from.Position;
            _mayHoldOutput = to.Position == to.Size;
            Position += (long)to.Position;
            if (rest == 0 && _isSparse)
            {
                EndSparseFrame();
            }

            return (int)to.Position;
        }
    }

    /// <summary>Reads more of the source; false where the decoder started itself at the next point instead.</summary>
    private bool Fill()
    {
        if (_inputOffset == _inputLimit && _isSparse && _point + 1 < _index.Points.Length)
        {
            if (_index.Points[_point + 1].Output != Position)
            {
                throw PointState.Forged();
            }

            Start(_point + 1);
            return false;
        }

        var wanted = (int)Math.Min(InputSize, _inputLimit - _inputOffset);
        _inputStart = 0;
        _inputEnd = wanted == 0 ? 0 : _source.ReadAt(_inputOffset, new Span<byte>(_input.Pointer, wanted));
        _inputOffset += _inputEnd;
        return _inputEnd > 0
            ? true
            : throw new CompressedDataException(CompressedDataError.Truncated, $"zstd: the stream ends at byte {_inputOffset}");
    }

    /// <summary>The frame's end was decoded without its checksum, which lies there still; what follows are whole frames.</summary>
    private void EndSparseFrame()
    {
        _inputOffset += _inputStart - _inputEnd;
        _inputOffset += PointState.HasChecksum(_index.Points[_point].Flags) ? ZstdFormat.ChecksumSize : 0;
        _inputStart = _inputEnd = 0;
        _inputLimit = Math.Max(_index.CompressedLength, _inputOffset);
        _isSparse = false;
        _mayHoldOutput = false;
        _context.Reset();
    }
}
