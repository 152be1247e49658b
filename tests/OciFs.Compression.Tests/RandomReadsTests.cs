using System.Collections.Concurrent;
using OciFs.Compression.Tests.Gzip;

namespace OciFs.Compression.Tests;

/// <summary>
/// 100,000 reads of random places and lengths, by one thread and by eight at once, through indexes with near and far seek points, compared with
/// what zlib and zstd were given.
/// </summary>
public sealed class RandomReadsTests
{
    // Each case reads as often as any other; OCIFS_READS makes a longer run.
    private static readonly int Reads = int.Parse(Environment.GetEnvironmentVariable("OCIFS_READS") ?? "100000");

    private static readonly int[] Spans = [64 << 10, 512 << 10, 4 << 20];

    private static readonly Dictionary<string, Func<(byte[] Plain, byte[] Compressed)>> Forms = new(StringComparer.Ordinal)
    {
        ["gzip: one member"] = () => Of(plain => Members.Gzip(plain)),
        ["gzip: many members"] = () => Of(plain => [.. plain.Chunk(300_000).SelectMany(part => Members.Gzip(part))]),
        ["gzip: a giant block"] = GiantBlock,
        ["gzip: stored blocks"] = () => Of(plain => Members.Zlib(plain, level: "0")),
        ["zstd: one frame, -3"] = () => Of(plain => ZstdCli.CompressFile(plain, "-3")),
        ["zstd: one frame, -19 --long=27"] = () => Of(plain => ZstdCli.CompressFile(plain, "-19 --long=27")),
        ["zstd: many frames"] = () => Of(plain => [.. plain.Chunk(300_000).SelectMany(part => ZstdCli.CompressFile(part, "-3"))]),
        ["none"] = () => Of(plain => plain),
    };

    private static readonly byte[] Mixed = Samples.Mixed(6_000_000);

    private static readonly ConcurrentDictionary<string, Lazy<(byte[] Plain, byte[] Compressed)>> Made = new(StringComparer.Ordinal);

    public static MatrixTheoryData<string, int> Cases => new(Forms.Keys, Spans);

    [Theory]
    [MemberData(nameof(Cases))]
    public void EqualThePlainBytes(string form, int span)
    {
        var (plain, compressed) = Made.GetOrAdd(form, name => new(() => Forms[name]())).Value;
        var (bytes, index) = Reading.Pass(new MemoryStream(compressed), span);
        Assert.True(bytes.AsSpan().SequenceEqual(plain));

        // A third of the blocks are found, the others are decoded by whoever comes first.
        using var cache = new BlockCache(plain.Length / 3);
        using var reader = new SeekableReader(new ArraySource(compressed), index, cache);
        var each = Reads / (Forms.Count * Spans.Length * 2);
        Reading.CompareRandomReads(reader, plain, each, seed: 1);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
            Reading.CompareRandomReads(reader, plain, (each + 7) / 8, seed: 2 + thread));
    }

    private static (byte[] Plain, byte[] Compressed) Of(Func<byte[], byte[]> compress) => (Mixed, compress(Mixed));

    private static (byte[] Plain, byte[] Compressed) GiantBlock()
    {
        var (compressed, plain) = Members.GiantBlock(5_000_000);
        return (plain, compressed);
    }
}
