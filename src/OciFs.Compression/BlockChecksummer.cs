namespace OciFs.Compression;

/// <summary>Cuts a stream of bytes that comes in any pieces into blocks and gives the builder one checksum for each.</summary>
internal sealed class BlockChecksummer(SeekIndexBuilder index)
{
    private const int BlockSize = 1 << SeekIndexBuilder.BlockBits;

    private uint _crc;
    private int _filled;

    /// <summary>Takes the next bytes of the stream.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var take = Math.Min(BlockSize - _filled, bytes.Length);
            _crc = Crc32.Append(_crc, bytes[..take]);
            bytes = bytes[take..];
            _filled += take;
            if (_filled == BlockSize)
                CloseBlock();
        }
    }

    /// <summary>Closes the last block, which may be short.</summary>
    public void Finish()
    {
        if (_filled > 0)
            CloseBlock();
    }

    private void CloseBlock()
    {
        index.AddChecksum(_crc);
        _crc = 0;
        _filled = 0;
    }
}
