namespace OciFs.Compression.Gzip;

/// <summary>What the symbols of deflate's alphabets mean (RFC 1951 §3.2.5, §3.2.7), as entries still without a codeword.</summary>
internal static class HuffmanAlphabet
{
    public const int EndOfBlockSymbol = 256;

    /// <summary>RFC 1951 §3.2.6: 286 and 287 take part in the fixed code and never occur.</summary>
    public const int LiteralLengthCount = 288;

    /// <summary>RFC 1951 §3.2.6: 30 and 31 take part in the fixed code and never occur.</summary>
    public const int DistanceCount = 32;

    public const int CodeLengthCount = 19;

    private const int FirstLength = 257;

    public static readonly uint[] LiteralLength = MakeLiteralLength();
    public static readonly uint[] Distance = MakeDistance();
    public static readonly uint[] CodeLength = [.. Enumerable.Range(0, CodeLengthCount).Select(s => (uint)s << HuffmanEntry.ValueShift)];

    private static ReadOnlySpan<ushort> LengthBase =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];

    private static ReadOnlySpan<byte> LengthExtra =>
        [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];

    private static ReadOnlySpan<ushort> DistanceBase =>
    [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
        16385, 24577,
    ];

    /// <summary>The lengths of the fixed codes' codewords: 288 of literals and lengths, then 32 of distances (RFC 1951 §3.2.6).</summary>
    public static void FixedLengths(Span<byte> lengths)
    {
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..LiteralLengthCount].Fill(8);
        lengths.Slice(LiteralLengthCount, DistanceCount).Fill(5);
    }

    private static uint[] MakeLiteralLength()
    {
        var entries = new uint[LiteralLengthCount];
        Array.Fill(entries, HuffmanEntry.Exceptional);
        for (var literal = 0u; literal < 256; literal++)
            entries[literal] = HuffmanEntry.Literal | (literal << HuffmanEntry.ValueShift);
        entries[EndOfBlockSymbol] = HuffmanEntry.Exceptional | HuffmanEntry.EndOfBlock;
        for (var i = 0; i < LengthBase.Length; i++)
            entries[FirstLength + i] = ((uint)LengthBase[i] << HuffmanEntry.ValueShift) | LengthExtra[i];
        return entries;
    }

    private static uint[] MakeDistance()
    {
        var entries = new uint[DistanceCount];
        Array.Fill(entries, HuffmanEntry.Exceptional);
        for (var i = 0; i < DistanceBase.Length; i++)
            entries[i] = ((uint)DistanceBase[i] << HuffmanEntry.ValueShift) | (uint)Math.Max(0, (i >> 1) - 1);
        return entries;
    }
}
