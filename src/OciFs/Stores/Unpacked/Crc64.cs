namespace OciFs.Stores.Unpacked;

/// <summary>CRC-64 of ISO 3309, by which tar-split knows the content of files (Go's hash/crc64, <c>ISO</c>).</summary>
internal static class Crc64
{
    private const ulong Polynomial = 0xD800_0000_0000_0000;

    private static readonly ulong[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>The checksum of what has the checksum <paramref name="crc"/>, followed by <paramref name="bytes"/>; 0 is that of nothing.</summary>
    public static ulong Append(ulong crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        foreach (var b in bytes)
        {
            crc = Table[(byte)crc ^ b] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static ulong Entry(int value)
    {
        var crc = (ulong)value;
        for (var bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
        }

        return crc;
    }
}
