namespace OciFs.Compression.Zstd;

/// <summary>Block_Type (RFC 8878 §3.1.1.2.2).</summary>
internal enum BlockType
{
    Raw = 0,
    Rle = 1,
    Compressed = 2,
    Reserved = 3,
}

/// <summary>A block header (RFC 8878 §3.1.1.2).</summary>
/// <param name="Type">How the content is stored.</param>
/// <param name="Size">Block_Size: bytes stored, or repeated for <see cref="BlockType.Rle"/>.</param>
/// <param name="IsLast">No block of this frame follows.</param>
internal readonly record struct BlockHeader(BlockType Type, int Size, bool IsLast)
{
    /// <summary>Bytes of content that follow the header.</summary>
    public int ContentSize => Type == BlockType.Rle ? 1 : Size;

    /// <summary>Reads the three bytes of a header.</summary>
    public static BlockHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var value = bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
        return new BlockHeader((BlockType)((value >> 1) & 3), value >> 3, (value & 1) != 0);
    }

    /// <summary>Checks the header against its frame.</summary>
    /// <exception cref="CompressedDataException">Corrupt: a reserved type, or more than a block may hold.</exception>
    public void Validate(int maxBlock, long offset)
    {
        if (Type == BlockType.Reserved || Size > maxBlock)
        {
            throw new CompressedDataException(
                CompressedDataError.Corrupt, $"zstd: the block at byte {offset} is of type {(int)Type} and {Size} bytes (at most {maxBlock})");
        }
    }
}
