namespace OciFs.Compression.Tests;

/// <summary>The ways in which tests read a compressed stream.</summary>
public static class Reading
{
    /// <summary>The first pass: all decompressed bytes, and the index.</summary>
    public static (byte[] Bytes, SeekIndex Index) Pass(Stream compressed, int span = IndexingReader.DefaultSpan)
    {
        using var reader = IndexingReader.Open(compressed, span);
        var bytes = ToEnd(reader);
        return (bytes, Open(reader.FinishIndex()));
    }

    /// <summary>The index of a stream.</summary>
    public static SeekIndex Index(byte[] compressed, int span = IndexingReader.DefaultSpan) =>
        Pass(new MemoryStream(compressed), span).Index;

    public static byte[] ToEnd(IndexingReader reader)
    {
        var bytes = new MemoryStream();
        for (var chunk = reader.Next(); !chunk.IsEmpty; chunk = reader.Next())
        {
            bytes.Write(chunk);
            Assert.Equal(bytes.Length, reader.Position);
        }

        return bytes.ToArray();
    }

    /// <summary>An index but for what differs from pass to pass: its key, and the checksums that are made by it.</summary>
    public static byte[] WithoutKey(byte[] index)
    {
        byte[] bytes = [.. index];
        bytes.AsSpan(SeekIndex.KeyStart, BlockHash.KeyLength).Clear();
        var opened = Open(index);
        bytes.AsSpan(SeekIndex.HeaderSize + (opened.Points.Length * 32), opened.Checksums.Length * 8).Clear();
        return bytes;
    }

    public static SeekIndex Open(byte[] index)
    {
        Assert.True(SeekIndex.TryOpen(index, out var opened));
        return opened!;
    }

    /// <summary>Compares reads at random places and of random lengths with the plain bytes.</summary>
    public static void CompareRandomReads(SeekableReader reader, byte[] plain, int count, int seed, int longest = 200_000)
    {
        var random = new Random(seed);
        var buffer = new byte[longest];
        for (var i = 0; i < count; i++)
        {
            var offset = random.NextInt64(plain.Length + 10);
            var length = random.Next(4) == 0 ? random.Next(longest) : random.Next(5_000);
            var read = reader.ReadAt(offset, buffer.AsSpan(0, length));
            Assert.Equal((int)Math.Max(0, Math.Min(length, plain.Length - offset)), read);
            var expected = plain.AsSpan((int)Math.Min(offset, plain.Length), read);
            Assert.True(buffer.AsSpan(0, read).SequenceEqual(expected), $"at {offset}+{length}");
        }
    }
}
