using System.Numerics;

namespace OciFs.Compression.Gzip;

/// <summary>Builds decoding tables from codeword lengths: a main table of 2^bits entries and subtables behind it.</summary>
internal static unsafe class HuffmanTable
{
    /// <summary>RFC 1951 §3.2.7: lengths are 0 to 15.</summary>
    public const int MaxCodewordBits = 15;

    /// <summary>11 bits of a literal or length: most codewords fit, and the table stays in the first-level cache.</summary>
    public const int LiteralLengthBits = 11;

    /// <summary>8 bits of a distance.</summary>
    public const int DistanceBits = 8;

    /// <summary>RFC 1951 §3.2.7: codewords of code lengths have at most 7 bits.</summary>
    public const int CodeLengthBits = 7;

    /// <summary>
    /// The most entries that a complete code of 288 symbols takes at 11 bits (by exhaustion: zlib's examples/enough.c 288 11 15).
    /// </summary>
    public const int LiteralLengthSize = 2342;

    /// <summary>The most entries that a complete code of 32 symbols takes at 8 bits (enough.c 32 8 15).</summary>
    public const int DistanceSize = 402;

    /// <summary>Builds a table whose room is that of the constants above.</summary>
    /// <param name="table">Receives the entries.</param>
    /// <param name="tableBits">Log2 of the main table's size.</param>
    /// <param name="lengths">Codeword length of each symbol, 0 for none.</param>
    /// <param name="symbols">Entry of each symbol, without its codeword.</param>
    /// <param name="mayBeSingle">Whether a code of no codeword, or of one that is one bit long, is allowed though incomplete.</param>
    /// <returns>False if the lengths make no prefix code: over-subscribed or incomplete.</returns>
    public static bool Build(uint* table, int tableBits, ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> symbols, bool mayBeSingle)
    {
        var count = stackalloc int[MaxCodewordBits + 1];
        new Span<int>(count, MaxCodewordBits + 1).Clear();
        foreach (var length in lengths)
            count[length]++;

        var used = lengths.Length - count[0];
        count[0] = 0;
        var room = 1 << MaxCodewordBits;
        for (var length = 1; length <= MaxCodewordBits; length++)
            room -= count[length] << (MaxCodewordBits - length);
        if (room != 0)
            return room > 0 && mayBeSingle && used == count[1] && BuildSingle(table, tableBits, lengths, symbols);

        var sorted = stackalloc ushort[HuffmanAlphabet.LiteralLengthCount];
        Sort(lengths, count, sorted);
        var next = sorted;
        var codeword = FillMain(table, tableBits, count, ref next, symbols);
        FillSubtables(table, tableBits, count, next, symbols, codeword);
        return true;
    }

    private static bool BuildSingle(uint* table, int tableBits, ReadOnlySpan<byte> lengths, ReadOnlySpan<uint> symbols)
    {
        var main = new Span<uint>(table, 1 << tableBits);
        main.Fill(HuffmanEntry.Exceptional);
        var symbol = lengths.IndexOf((byte)1);
        for (var i = 0; symbol >= 0 && i < main.Length; i += 2)
            main[i] = HuffmanEntry.WithCodeword(symbols[symbol], 1);
        return true;
    }

    /// <summary>Symbols by length, then by value: the order in which codewords are given (RFC 1951 §3.2.2).</summary>
    private static void Sort(ReadOnlySpan<byte> lengths, int* count, ushort* sorted)
    {
        var next = stackalloc int[MaxCodewordBits + 1];
        next[1] = 0;
        for (var length = 1; length < MaxCodewordBits; length++)
            next[length + 1] = next[length] + count[length];
        for (var symbol = 0; symbol < lengths.Length; symbol++)
        {
            if (lengths[symbol] != 0)
                sorted[next[lengths[symbol]]++] = (ushort)symbol;
        }
    }

    /// <summary>Enters the codewords that fit into the main table.</summary>
    /// <returns>The codeword behind them, bit-reversed as it comes out of the stream.</returns>
    private static uint FillMain(uint* table, int tableBits, int* count, ref ushort* sorted, ReadOnlySpan<uint> symbols)
    {
        // The table for codewords of n bits is that for n - 1 bits twice, with the codewords of n bits put in; what a longer
        // codeword will take is undefined until then.
        var codeword = 0u;
        for (var length = 1; length <= tableBits; length++)
        {
            var half = 1 << (length - 1);
            new ReadOnlySpan<uint>(table, half).CopyTo(new Span<uint>(table + half, half));
            for (var left = count[length]; left > 0; left--)
            {
                table[codeword] = HuffmanEntry.WithCodeword(symbols[*sorted++], length);
                codeword = Following(codeword, length);
            }
        }

        return codeword;
    }

    /// <summary>
    /// Enters the longer codewords, those with the same first bits into one subtable. Counts <paramref name="count"/> down.
    /// </summary>
    private static void FillSubtables(uint* table, int tableBits, int* count, ushort* sorted, ReadOnlySpan<uint> symbols, uint codeword)
    {
        var end = 1u << tableBits;
        var start = end;
        var last = uint.MaxValue;
        for (var length = tableBits + 1; length <= MaxCodewordBits; length++)
        {
            for (; count[length] > 0; count[length]--)
            {
                var prefix = codeword & ((1u << tableBits) - 1);
                if (prefix != last)
                {
                    last = prefix;
                    start = end;
                    var bits = SubtableBits(count, length, tableBits);
                    end += 1u << bits;
                    table[prefix] = HuffmanEntry.Pointer(start, bits, tableBits);
                }

                var entry = HuffmanEntry.WithCodeword(symbols[*sorted++], length - tableBits);
                for (var i = start + (codeword >> tableBits); i < end; i += 1u << (length - tableBits))
                    table[i] = entry;
                codeword = Following(codeword, length);
            }
        }
    }

    /// <summary>
    /// Log2 of the room for all codewords that share the prefix at which those of <paramref name="length"/> bits now begin.
    /// </summary>
    private static int SubtableBits(int* count, int length, int tableBits)
    {
        var bits = length - tableBits;
        var room = (1 << bits) - count[length];
        while (room > 0 && length < MaxCodewordBits)
        {
            bits++;
            room = (room << 1) - count[++length];
        }

        return bits;
    }

    /// <summary>The codeword of <paramref name="length"/> bits behind a bit-reversed one; the last of all stays.</summary>
    private static uint Following(uint codeword, int length)
    {
        var zeros = codeword ^ ((1u << length) - 1);
        if (zeros == 0)
            return codeword;
        var highest = 1u << BitOperations.Log2(zeros);
        return (codeword & (highest - 1)) | highest;
    }
}
