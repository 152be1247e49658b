namespace OciFs.Compression;

/// <summary>The checksum of a block of decompressed bytes: CRC-32, as gzip has it of a whole member. It finds damage, not forgery.</summary>
public static class BlockChecksum
{
    /// <summary>The checksum of <paramref name="block"/>.</summary>
    public static uint Compute(ReadOnlySpan<byte> block) => Crc32.Append(0, block);
}
