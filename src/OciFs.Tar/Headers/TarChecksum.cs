using System.Runtime.InteropServices;

namespace OciFs.Tar.Headers;

/// <summary>
/// The sum of a header's bytes with the checksum field itself taken as spaces (POSIX.1-2017 pax, "chksum"). Old Sun and BSD writers
/// added signed bytes; both sums count, as in all readers.
/// </summary>
internal static class TarChecksum
{
    private const ulong EvenBytes = 0x00FF_00FF_00FF_00FF;

    public static bool Matches(ReadOnlySpan<byte> block)
    {
        var field = block.Slice(TarField.Checksum, TarField.ChecksumLength);
        if (!TarNumber.TryParseOctal(field, out var stored))
            return false;

        var sum = UnsignedSum(block) - UnsignedSum(field) + (TarField.ChecksumLength * ' ');
        return stored == sum || stored == sum - (256 * HighBytes(block)) + (256 * HighBytes(field));
    }

    /// <summary>Four 16-bit sums at a time: 64 words of two bytes a lane stay below 2^15.</summary>
    private static int UnsignedSum(ReadOnlySpan<byte> bytes)
    {
        ulong lanes = 0;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
            lanes += (word & EvenBytes) + ((word >> 8) & EvenBytes);
        return (int)((lanes & 0xFFFF) + ((lanes >> 16) & 0xFFFF) + ((lanes >> 32) & 0xFFFF) + (lanes >> 48));
    }

    /// <summary>Bytes that count 256 less when they are taken as signed.</summary>
    private static int HighBytes(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
            count += b >> 7;
        return count;
    }
}
