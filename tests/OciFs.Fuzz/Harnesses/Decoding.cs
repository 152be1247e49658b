using OciFs.Compression;
using OciFs.Fuzz.Engine;

namespace OciFs.Fuzz.Harnesses;

/// <summary>Decodes a stream in one pass and then from the points of its index, which must give the same bytes.</summary>
internal static class Decoding
{
    /// <summary>Bombs are decoded so far.</summary>
    public const int MostOutput = 2 << 20;

    private const int MostPoints = 12;
    private const int FromPoint = 5000;

    /// <summary>One pass.</summary>
    /// <returns>All bytes, and the index; null where the stream is refused, or longer than <see cref="MostOutput"/>.</returns>
    public static (byte[] Bytes, byte[] Index)? Pass(Func<IndexingReader> open)
    {
        try
        {
            using var reader = open();
            var bytes = new MemoryStream();
            for (var chunk = reader.Next(); !chunk.IsEmpty; chunk = reader.Next())
            {
                if (bytes.Length > MostOutput)
                    return null;
                bytes.Write(chunk);
            }

            return (bytes.ToArray(), reader.FinishIndex());
        }
        catch (CompressedDataException)
        {
            return null;
        }
    }

    /// <summary>Reads from every point, and at places that depend on the bytes alone.</summary>
    public static void CheckReads(byte[] compressed, byte[] bytes, byte[] made)
    {
        if (!SeekIndex.TryOpen(made, out var index) || index!.Length != bytes.Length)
            throw new FindingException("the index of a sound stream does not open");
        var source = new ArrayBlob(compressed);
        CheckPoints(source, index, bytes);
        using var cache = new BlockCache(1);
        using var reader = new SeekableReader(source, index, cache);
        var random = new Random(bytes.Length);
        var buffer = new byte[FromPoint];
        for (var i = 0; i < 4; i++)
        {
            var offset = random.NextInt64(bytes.Length + 1);
            var read = reader.ReadAt(offset, buffer);
            if (!bytes.AsSpan((int)offset, Math.Min(FromPoint, bytes.Length - (int)offset)).SequenceEqual(buffer.AsSpan(0, read)))
                throw new FindingException($"a read gives other bytes than the first pass: at {offset}");
        }
    }

    private static void CheckPoints(ArrayBlob source, SeekIndex index, byte[] bytes)
    {
        using var decoder = ResumableDecoder.Create(source, index);
        var buffer = new byte[FromPoint];
        for (var point = 0; point < index.Points.Length; point += 1 + (index.Points.Length / MostPoints))
        {
            decoder.Start(point);
            var read = decoder.Read(buffer);
            var start = (int)index.Points[point].Output;
            if (!bytes.AsSpan(start, Math.Min(FromPoint, bytes.Length - start)).SequenceEqual(buffer.AsSpan(0, read)))
                throw new FindingException($"a point gives other bytes than the first pass: {point} at {start}");
        }
    }
}
