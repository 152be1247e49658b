namespace OciFs.Compression;

/// <summary>The checksum of a block of decompressed bytes: XXH64, seed 0. It finds damage, not forgery.</summary>
public static class BlockChecksum
{
    /// <summary>The checksum of <paramref name="block"/>.</summary>
    public static ulong Compute(ReadOnlySpan<byte> block)
    {
        var hash = new XxHash64();
        hash.Append(block);
        return hash.Digest();
    }
}
