using System.Diagnostics;
using System.IO.Compression;
using OciFs.Compression;
using OciFs.Compression.Gzip;
using OciFs.Layers;
using OciFs.Tar;

namespace OciFs.Benchmarks;

/// <summary>What decompressing alone takes: nothing is checked, indexed or kept of the bytes.</summary>
internal static class Floor
{
    private const int BufferSize = 256 << 10;

    /// <summary>
    /// The seconds for all files, as many at once as there are cores, the longest first. The code is compiled before the clock runs.
    /// </summary>
    public static double Seconds(Action<string> decompress, IEnumerable<string> files)
    {
        WarmUp(decompress);
        var queue = files.OrderByDescending(file => new FileInfo(file).Length).ToArray();
        var next = -1;
        var start = Stopwatch.GetTimestamp();
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            for (var i = Interlocked.Increment(ref next); i < queue.Length; i = Interlocked.Increment(ref next))
                decompress(queue[i]);
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>By our own inflate, as a read decodes: without tracing, CRC-32 and block checksums. Gzip only.</summary>
    public static void Own(string file)
    {
        using var source = new FileSource(file);
        using var decoder = ResumableDecoder.Create(source, FromStart(source.Length));
        decoder.Start(0);
        var buffer = new byte[BufferSize];
        while (decoder.Read(buffer) > 0)
        {
        }
    }

    /// <summary>A first pass but for its hashes: inflate with seek points and block checksums, tar scan, the tree and its index.</summary>
    public static void Scan(string file)
    {
        using var reader = IndexingReader.Open(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize));
        var tree = new LayerTreeBuilder(null);
        var scanner = new TarScanner(tree);
        for (var chunk = reader.Next(); !chunk.IsEmpty; chunk = reader.Next())
            scanner.Write(chunk);
        scanner.Complete();
        tree.Complete();
        var index = new ByteHeap(null);
        reader.FinishIndex(index);
        LayerIndexWriter.Freeze(tree, index).Dispose();
    }

    /// <summary>By .NET's GZipStream.</summary>
    public static void GZipStream(string file)
    {
        using var stream = new GZipStream(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize), CompressionMode.Decompress);
        var buffer = new byte[BufferSize];
        while (stream.Read(buffer) > 0)
        {
        }
    }

    /// <summary>An index of one point, the first member's start: all that a decoder asks of it.</summary>
    private static SeekIndex FromStart(long compressedLength)
    {
        var builder = new SeekIndexBuilder();
        builder.AddPoint(0, 0, default, (int)GzipPointKind.Member);
        return SeekIndex.TryOpen(builder.ToArray(CompressionFormat.Gzip, compressedLength, 0), out var index)
            ? index!
            : throw new InvalidOperationException("an index of one point is not taken");
    }

    private static void WarmUp(Action<string> decompress)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, SampleArchive.Gzip);
            for (var i = 0; i < 20; i++)
                decompress(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
