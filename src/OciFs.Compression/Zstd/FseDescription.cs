using System.Numerics;

namespace OciFs.Compression.Zstd;

/// <summary>An FSE table's description (RFC 8878 §4.1.1): the probability of each symbol.</summary>
internal ref struct FseDescription
{
    private readonly ReadOnlySpan<byte> _bytes;
    private int _bit;

    private FseDescription(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Reads a description into <paramref name="counts"/>, -1 meaning "less than one".</summary>
    /// <param name="bytes">Starts with the description.</param>
    /// <param name="counts">Room for every symbol there may be; those not described become 0.</param>
    /// <param name="maxLog">Largest accuracy log allowed.</param>
    /// <param name="log">The table has 2^log states.</param>
    /// <returns>Bytes of the description.</returns>
    /// <exception cref="CompressedDataException">Corrupt.</exception>
    public static int Read(ReadOnlySpan<byte> bytes, Span<short> counts, int maxLog, out int log)
    {
        var reader = new FseDescription(bytes);
        log = reader.Take(4) + 5;
        if (log > maxLog)
        {
            throw TraceErrors.Corrupt($"an FSE table of 2^{log} states");
        }

        reader.ReadCounts(counts, 1 << log);
        var size = (reader._bit + 7) / 8;
        return size <= bytes.Length ? size : throw TraceErrors.Corrupt("a cut FSE table");
    }

    private void ReadCounts(Span<short> counts, int remaining)
    {
        counts.Clear();
        var symbol = 0;
        while (remaining > 0)
        {
            if (symbol >= counts.Length)
            {
                throw TraceErrors.Corrupt("an FSE table of too many symbols");
            }

            var count = Value(remaining + 1) - 1;
            counts[symbol++] = (short)count;
            remaining -= Math.Abs(count);
            if (count == 0)
            {
                symbol += ZeroRun();
            }
        }
    }

    /// <summary>A value of 0…max: the smaller ones take a bit less.</summary>
    private int Value(int max)
    {
        var width = BitOperations.Log2((uint)max) + 1;
        var low = (1 << (width - 1)) - 1;
        var spare = (1 << width) - 1 - max;
        var value = Peek(width);
        if ((value & low) < spare)
        {
            _bit += width - 1;
            return value & low;
        }

        _bit += width;
        return value > low ? value - spare : value;
    }

    private int ZeroRun()
    {
        var run = 0;
        while (_bit < _bytes.Length * 8)
        {
            var more = Take(2);
            run += more;
            if (more < 3)
            {
                break;
            }
        }

        return run;
    }

    private int Take(int width)
    {
        var value = Peek(width);
        _bit += width;
        return value;
    }

    /// <summary>The next bits, at most 16, low bit first; zeros behind the end.</summary>
    private readonly int Peek(int width)
    {
        uint window = 0;
        for (var i = 0; i < 3 && (_bit >> 3) + i < _bytes.Length; i++)
        {
            window |= (uint)_bytes[(_bit >> 3) + i] << (8 * i);
        }

        return (int)((window >> (_bit & 7)) & ((1u << width) - 1));
    }
}
