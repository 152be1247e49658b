namespace OciFs.Compression.Zstd;

/// <summary>Reads a stream forward in pieces of any size and counts; the stream stays the caller's.</summary>
internal sealed class CompressedInput(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>Bytes handed out or skipped.</summary>
    public long Position { get; private set; }

    /// <summary>Fills <paramref name="destination"/>; short only at the end of the stream.</summary>
    public int Read(Span<byte> destination)
    {
        var done = 0;
        while (done < destination.Length)
        {
            var rest = destination[done..];
            if (_start == _end && rest.Length >= _buffer.Length)
            {
                var direct = stream.Read(rest);
                if (direct == 0)
                {
                    break;
                }

                done += direct;
                continue;
            }

            if (_start == _end && !Fill())
            {
                break;
            }

            var count = Math.Min(rest.Length, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(rest);
            _start += count;
            done += count;
        }

        Position += done;
        return done;
    }

    /// <summary>Fills <paramref name="destination"/>.</summary>
    /// <exception cref="CompressedDataException">Truncated: the stream ends before.</exception>
    public void ReadExactly(Span<byte> destination)
    {
        if (Read(destination) < destination.Length)
        {
            throw Truncated();
        }
    }

    /// <summary>Steps over bytes.</summary>
    /// <exception cref="CompressedDataException">Truncated: the stream ends before.</exception>
    public void Skip(long count)
    {
        while (count > 0)
        {
            if (_start == _end && !Fill())
            {
                throw Truncated();
            }

            var step = (int)Math.Min(count, _end - _start);
            _start += step;
            Position += step;
            count -= step;
        }
    }

    /// <summary>Reads to the end.</summary>
    /// <returns>Every byte read was zero.</returns>
    public bool RestIsZero()
    {
        var zero = true;
        do
        {
            zero &= _buffer.AsSpan(_start, _end - _start).IndexOfAnyExcept((byte)0) < 0;
            Position += _end - _start;
            _start = _end;
        }
        while (Fill());
        return zero;
    }

    private bool Fill()
    {
        _start = 0;
        _end = stream.Read(_buffer);
        return _end > 0;
    }

    private CompressedDataException Truncated() =>
        new(CompressedDataError.Truncated, $"zstd: the stream ends inside a frame, at byte {Position}");
}
