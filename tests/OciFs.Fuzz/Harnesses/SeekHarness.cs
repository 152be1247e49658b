using OciFs.Compression;
using OciFs.Compression.Gzip;
using OciFs.Compression.Zstd;
using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Mutate;

namespace OciFs.Fuzz.Harnesses;

/// <summary>
/// A forged <see cref="SeekIndex"/> over a sound stream: refused, or reads give the stream's bytes, zeros of nothing, or our exception. The
/// first 8 bytes pick the stream.
/// </summary>
internal sealed class SeekHarness : Harness
{
    private const int Selector = 8;
    private const int MostPoints = 8;

    private static readonly Lazy<(byte[] Stream, byte[] Bytes, byte[] Index)[]> Streams = new(() => [.. Make()]);

    public override string Name => "seek";

    public override int MostBytes => 64 << 10;

    public override IReadOnlyList<Mutation> Mutations => NumberMutations.All;

    public override IEnumerable<byte[]> Seeds() =>
        Streams.Value.Select((stream, number) => (byte[])[.. BitConverter.GetBytes((long)number), .. stream.Index]);

    public override void Run(byte[] input)
    {
        if (input.Length < Selector || !SeekIndex.TryOpen(input.AsMemory(Selector), out var index))
            return;
        var (stream, bytes, _) = Streams.Value[input[0] % Streams.Value.Length];
        var source = new ArrayBlob(stream);
        ReadFromPoints(source, index!);
        using var cache = new BlockCache(1);
        using var reader = new SeekableReader(source, index!, cache);
        foreach (var offset in (long[])[0, 1000, 131_072, 200_000, Math.Max(0, index!.Length - 1)])
            Read(reader, offset, bytes);
    }

    private static void ReadFromPoints(ArrayBlob source, SeekIndex index)
    {
        var buffer = new byte[5000];
        for (var point = 0; point < Math.Min(MostPoints, index.Points.Length); point++)
        {
            try
            {
                using var decoder = ResumableDecoder.Create(source, index);
                decoder.Start(point);
                decoder.Read(buffer);
            }
            catch (CompressedDataException)
            {
                // As it should be.
            }
        }
    }

    private static void Read(SeekableReader reader, long offset, byte[] bytes)
    {
        var buffer = new byte[3000];
        try
        {
            var read = reader.ReadAt(offset, buffer);
            if (read > 0 && !bytes.AsSpan((int)Math.Min(offset, bytes.Length)).StartsWith(buffer.AsSpan(0, read)))
                throw new FindingException($"wrong bytes behind a checksum: at {offset}");
        }
        catch (CompressedDataException)
        {
            // As it should be.
        }
    }

    private static IEnumerable<(byte[] Stream, byte[] Bytes, byte[] Index)> Make()
    {
        var bytes = SampleBytes.Repeating(300_000);
        yield return Of(bytes, () => new PlainIndexingReader(new MemoryStream(bytes)));
        var gzip = Filter.Run(bytes, "gzip", "-n");
        yield return Of(gzip, () => new GzipIndexingReader(new MemoryStream(gzip), GzipIndexingReader.LeastSpan));
        var zstd = Filter.Run(bytes, "zstd", "-q", "-c");
        yield return Of(zstd, () => new ZstdIndexingReader(new MemoryStream(zstd), 4096, 65536));
    }

    private static (byte[] Stream, byte[] Bytes, byte[] Index) Of(byte[] stream, Func<IndexingReader> open)
    {
        var (bytes, index) = Decoding.Pass(open)!.Value;
        return (stream, bytes, index);
    }
}
