namespace OciFs.Compression.Gzip;

/// <summary>How a decoding table says what a codeword means, in 32 bits.</summary>
/// <remarks>
/// Bits 0–7: bits to drop, the codeword's and the extra ones. Bits 8–11: the codeword's alone (a pointer: log2 of the subtable's
/// size). Bits 13–15 and 31: the flags. Bits 16–30: literal, base of a length or distance, or the subtable's place. As bits 6 and 7 are
/// never set, and 12 and 13 are not where there are extra bits, an entry and an entry shifted right by 8 can be shift counts as they stand.
/// </remarks>
internal static class HuffmanEntry
{
    /// <summary>A literal byte: the sign bit, so that the test for the most frequent case is the cheapest.</summary>
    public const uint Literal = 1u << 31;

    /// <summary>Neither literal nor length nor distance; alone: no codeword begins like this.</summary>
    public const uint Exceptional = 1u << 15;

    /// <summary>With <see cref="Exceptional"/>: the codeword goes on in a subtable.</summary>
    public const uint Subtable = 1u << 14;

    /// <summary>With <see cref="Exceptional"/>: the end of the block.</summary>
    public const uint EndOfBlock = 1u << 13;

    /// <summary>Where value, base or place begins.</summary>
    public const int ValueShift = 16;

    /// <summary>An entry for a codeword of which <paramref name="bits"/> bits are still to be dropped.</summary>
    public static uint WithCodeword(uint symbol, int bits) => symbol + ((uint)bits * 0x101);

    /// <summary>An entry that leads to a subtable of 2^<paramref name="bits"/> entries at <paramref name="start"/>.</summary>
    public static uint Pointer(uint start, int bits, int tableBits) =>
        Exceptional | Subtable | (start << ValueShift) | ((uint)bits << 8) | (uint)tableBits;
}
