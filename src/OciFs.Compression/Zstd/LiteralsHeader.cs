namespace OciFs.Compression.Zstd;

/// <summary>Literals_Section_Header (RFC 8878 §3.1.1.3.1.1), read for its sizes: the literals themselves are never decoded here.</summary>
/// <param name="HeaderSize">Bytes of the header itself.</param>
/// <param name="RegeneratedSize">Literal bytes that the block holds.</param>
/// <param name="StoredSize">Bytes stored behind the header.</param>
/// <param name="DefinesTable">A Huffman table's description stands first in the stored bytes.</param>
/// <param name="TreelessStreams">Bitstreams of literals coded with an earlier block's table, 1 or 4; 0 where it is otherwise.</param>
internal readonly record struct LiteralsHeader(int HeaderSize, int RegeneratedSize, int StoredSize, bool DefinesTable, int TreelessStreams)
{
    private const int Raw = 0;
    private const int Rle = 1;
    private const int Compressed = 2;

    /// <summary>Reads the header at the start of a compressed block.</summary>
    /// <exception cref="CompressedDataException">Corrupt: it does not fit the block.</exception>
    public static LiteralsHeader Parse(ReadOnlySpan<byte> block)
    {
        if (block.Length == 0)
        {
            throw TraceErrors.Corrupt("an empty compressed block");
        }

        var type = block[0] & 3;
        var format = (block[0] >> 2) & 3;
        var size = type is Raw or Rle
            ? format switch { 1 => 2, 3 => 3, _ => 1 }
            : format switch { 2 => 4, 3 => 5, _ => 3 };
        if (block.Length < size)
        {
            throw TraceErrors.Corrupt("a cut literals header");
        }

        ulong bits = 0;
        for (var i = 0; i < size; i++)
        {
            bits |= (ulong)block[i] << (8 * i);
        }

        var header = type is Raw or Rle ? Plain(bits, size, type, format) : Coded(bits, size, type, format);
        return header.StoredSize <= block.Length - size ? header : throw TraceErrors.Corrupt("literals longer than their block");
    }

    /// <summary>Bytes of the Huffman table's description at the start of <paramref name="stored"/> (RFC 8878 §4.2.1).</summary>
    public static int TableSize(ReadOnlySpan<byte> stored)
    {
        if (stored.Length == 0)
        {
            throw TraceErrors.Corrupt("a Huffman table of no bytes");
        }

        var size = stored[0] < 128 ? 1 + stored[0] : 1 + ((stored[0] - 127 + 1) / 2);
        return size <= stored.Length ? size : throw TraceErrors.Corrupt("a cut Huffman table");
    }

    private static LiteralsHeader Plain(ulong bits, int size, int type, int format)
    {
        var regenerated = (int)(bits >> ((format & 1) == 0 ? 3 : 4));
        return new LiteralsHeader(size, regenerated, type == Rle ? 1 : regenerated, DefinesTable: false, TreelessStreams: 0);
    }

    private static LiteralsHeader Coded(ulong bits, int size, int type, int format)
    {
        var width = format switch { 2 => 14, 3 => 18, _ => 10 };
        var mask = (1UL << width) - 1;
        var streams = type == Compressed ? 0 : format == 0 ? 1 : 4;
        return new LiteralsHeader(size, (int)((bits >> 4) & mask), (int)((bits >> (4 + width)) & mask), type == Compressed, streams);
    }
}
