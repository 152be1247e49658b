using System.Runtime.CompilerServices;

namespace OciFs.Compression.Gzip;

/// <summary>A compressed stream as bits: a buffer that refills itself, and up to 63 bits read ahead of it. Owns the buffer.</summary>
/// <remarks>
/// The 8 bytes before <see cref="Next"/> are always in the buffer, so that whole bytes among the bits held can be given back. Behind the
/// end of the stream lie zeros: decoding may run into them and is told so by <see cref="ThrowIfPastEnd"/>, which spares the loops a test.
/// </remarks>
internal abstract unsafe class BitInput : IDisposable
{
    /// <summary>Bytes in the buffer that every block header fits in: 3 + 14 + 19·3 + 320·14 bits.</summary>
    public const int BlockHeaderSize = 1024;

    private const int Behind = 8;
    private const int Padding = 96;

    /// <summary>How far into the zeros behind the end a read may begin.</summary>
    private const int Overrun = 32;

    private readonly NativeBlock _buffer;
    private readonly int _capacity;
    private byte* _end;
    private long _endOffset;
    private bool _ended;

    protected BitInput(int capacity)
    {
        _capacity = capacity;
        _buffer = new NativeBlock(Behind + capacity + Padding);
        Restart(0);
    }

    /// <summary>Bits read ahead, the next one lowest; see <see cref="InflateCursor.Bits"/>.</summary>
    public ulong Bits { get; set; }

    /// <summary>How many bits are held.</summary>
    public uint Held { get; set; }

    /// <summary>The byte behind the bits held.</summary>
    public byte* Next { get; set; }

    /// <summary>An iteration of the inflate loop may begin below this.</summary>
    public byte* NextLimit => _ended ? _end + Overrun : _end - InflateLoop.InputMargin;

    /// <summary>Offset of the next bit in the compressed stream.</summary>
    public long BitPosition => ((_endOffset - (_end - Next)) * 8) - Held;

    /// <summary>Bytes of the stream read so far, those ahead in the buffer among them.</summary>
    public long BytesRead => _endOffset;

    /// <summary>Bytes that lie ready at <see cref="Next"/>; negative behind the end of the stream.</summary>
    public int Ready => (int)(_end - Next);

    /// <summary>Reads until <paramref name="count"/> bytes lie ready or the stream has ended.</summary>
    public void Ensure(int count)
    {
        while (_end - Next < count && !_ended)
            Fill();
    }

    /// <summary>Tops up the bits held to 56 or more. Only while <see cref="Ensure"/> made sure of the bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        if (Next > _end + Overrun)
            ThrowIfPastEnd();
        Bits |= Unsafe.ReadUnaligned<ulong>(Next) << (int)Held;
        Next += 7 - ((Held >> 3) & 7);
        Held |= 56;
    }

    /// <summary>The next <paramref name="count"/> bits, which must be held; at most 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Take(int count)
    {
        var value = (uint)(Bits & ((1UL << count) - 1));
        Drop(count);
        return value;
    }

    /// <summary>Leaves out bits that are held.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Drop(int count)
    {
        Bits >>= count;
        Held -= (uint)count;
    }

    /// <summary>Goes to the next byte boundary and gives back the bytes read ahead: no bits are held afterwards.</summary>
    public void AlignToByte()
    {
        Next -= Held >> 3;
        Held = 0;
        Bits = 0;
        ThrowIfPastEnd();
    }

    /// <summary>The next byte; no bits may be held.</summary>
    /// <exception cref="CompressedDataException">The stream has ended.</exception>
    public byte ReadByte()
    {
        Ensure(1);
        if (Ready < 1)
            throw Truncated();
        return *Next++;
    }

    /// <summary>Copies bytes that lie ready; no bits may be held.</summary>
    /// <returns>How many; 0 only at the end of the stream.</returns>
    public int CopyTo(Span<byte> destination)
    {
        Ensure(1);
        var take = Math.Min(Ready, destination.Length);
        new ReadOnlySpan<byte>(Next, take).CopyTo(destination);
        Next += take;
        return take;
    }

    /// <summary>Reads what is left and drops it.</summary>
    public void Drain()
    {
        while (!_ended)
        {
            Next = _end;
            Fill();
        }
    }

    /// <summary>Tells whether zeros behind the end were taken for data.</summary>
    /// <exception cref="CompressedDataException">They were: the stream is cut.</exception>
    public void ThrowIfPastEnd()
    {
        if (_ended && BitPosition > _endOffset * 8)
            throw Truncated();
    }

    /// <summary>The exception for bytes that break the format here.</summary>
    public CompressedDataException Corrupt(string what)
    {
        ThrowIfPastEnd();
        return new CompressedDataException(CompressedDataError.Corrupt, $"gzip: {what} at compressed byte {BitPosition / 8}");
    }

    /// <summary>The exception for a stream that ends too early.</summary>
    public CompressedDataException Truncated() =>
        new(CompressedDataError.Truncated, $"gzip: the stream ends within a member, at compressed byte {_endOffset}");

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    /// <summary>Empties the buffer; the next byte read is that at <paramref name="offset"/>.</summary>
    protected void Restart(long offset)
    {
        Next = _end = _buffer.Pointer + Behind;
        _endOffset = offset;
        _ended = false;
        Bits = 0;
        Held = 0;
    }

    /// <summary>Reads from the stream; 0 at its end.</summary>
    protected abstract int Read(Span<byte> destination);

    private void Fill()
    {
        var keep = Next - Behind;
        var kept = (int)(_end - keep);
        new ReadOnlySpan<byte>(keep, kept).CopyTo(new Span<byte>(_buffer.Pointer, kept));
        Next = _buffer.Pointer + Behind;
        _end = _buffer.Pointer + kept;
        var read = Read(new Span<byte>(_end, Behind + _capacity - kept));
        _end += read;
        _endOffset += read;
        if (read == 0)
        {
            _ended = true;
            new Span<byte>(_end, Padding).Clear();
        }
    }
}
