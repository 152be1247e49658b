using System.IO.Compression;
using OciFs.Compression;
using OciFs.Compression.Gzip;
using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Mutate;

namespace OciFs.Fuzz.Harnesses;

/// <summary>gzip: the first pass against System.IO.Compression (zlib-ng), and every seek point against the first pass.</summary>
internal sealed class GzipHarness : Harness
{
    public override string Name => "gzip";

    public override IReadOnlyList<Mutation> Mutations => GzipMutations.All;

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (var bytes in (byte[][])[[], "a"u8.ToArray(), SampleBytes.Text(3000), SampleBytes.Repeating(400_000), SampleBytes.Noise(2000)])
        {
            foreach (var level in (CompressionLevel[])[CompressionLevel.SmallestSize, CompressionLevel.Fastest, CompressionLevel.NoCompression])
            {
                if (Compress(bytes, level) is { Length: < 8 << 10 } stream)
                    yield return stream;
            }
        }

        yield return [.. Compress("one"u8.ToArray(), CompressionLevel.Optimal), .. Compress([], CompressionLevel.Optimal), 0, 0, 0];
        yield return Compress(new byte[1_000_000], CompressionLevel.Optimal);
        byte[] header = [0x1F, 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 4, 0, (byte)'A', (byte)'p', 0, 0, .. "name\0comment\0"u8];
        yield return [.. header, .. BitConverter.GetBytes((ushort)Crc32.Append(0, header)), 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    public override byte[] Repair(byte[] input, Random random) => random.Next(8) != 0 ? GzipMutations.Fix(input) : input;

    public override void Run(byte[] input)
    {
        if (CompressionFormats.Detect(input) != CompressionFormat.Gzip)
            return;
        if (Decoding.Pass(() => new GzipIndexingReader(new MemoryStream(input), GzipIndexingReader.LeastSpan)) is not { } pass)
            return;
        if (Oracle(input) is { } expected && !expected.AsSpan().SequenceEqual(pass.Bytes))
            throw new FindingException("other bytes than zlib");
        Decoding.CheckReads(input, pass.Bytes, pass.Index);
    }

    private static byte[] Compress(byte[] bytes, CompressionLevel level)
    {
        var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, level, leaveOpen: true))
            gzip.Write(bytes);
        return stream.ToArray();
    }

    private static byte[]? Oracle(byte[] input)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(input), CompressionMode.Decompress);
            var bytes = new MemoryStream();
            gzip.CopyTo(bytes);
            return bytes.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
