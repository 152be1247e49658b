using OciFs.Compression.Zstd;

namespace OciFs.Compression.Tests;

/// <summary>Runs whole streams through the reader and the decoder.</summary>
internal static class ZstdStreams
{
    /// <summary>All bytes of a stream and its index.</summary>
    public static (byte[] Plain, SeekIndex Index) Index(byte[] compressed, int span)
    {
        using var reader = new ZstdIndexingReader(new MemoryStream(compressed), span);
        return Drain(reader, compressed.Length);
    }

    /// <summary>The same with a point at every block.</summary>
    public static (byte[] Plain, SeekIndex Index) IndexEveryBlock(byte[] compressed)
    {
        using var reader = new ZstdIndexingReader(new MemoryStream(compressed), 1, 1);
        return Drain(reader, compressed.Length);
    }

    /// <summary>All bytes of a stream.</summary>
    public static byte[] Decode(byte[] compressed) => ReadAll(new MemoryStream(compressed));

    /// <summary>All bytes of a stream.</summary>
    public static byte[] ReadAll(Stream compressed)
    {
        using var reader = new ZstdIndexingReader(compressed, IndexingReader.DefaultSpan);
        return ReadAll(reader);
    }

    private static (byte[] Plain, SeekIndex Index) Drain(ZstdIndexingReader reader, int length)
    {
        var plain = ReadAll(reader);
        Assert.True(SeekIndex.TryOpen(reader.FinishIndex(), out var index));
        Assert.Equal(length, index!.CompressedLength);
        Assert.Equal(plain.Length, index.Length);
        return (plain, index);
    }

    private static byte[] ReadAll(ZstdIndexingReader reader)
    {
        using var plain = new MemoryStream();
        while (true)
        {
            var chunk = reader.Next();
            if (chunk.IsEmpty)
            {
                Assert.True(reader.Next().IsEmpty);
                return plain.ToArray();
            }

            plain.Write(chunk);
        }
    }
}
