using OciFs.Compression;
using OciFs.Compression.Zstd;
using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Mutate;

namespace OciFs.Fuzz.Harnesses;

/// <summary>zstd: the first pass against libzstd's own streaming, and every seek point against the first pass.</summary>
internal sealed class ZstdHarness : Harness
{
    /// <summary>Points as near as blocks allow, so that short streams have many.</summary>
    private const int Spacing = 4096;

    public override string Name => "zstd";

    public override int MostBytes => 16 << 10;

    public override IReadOnlyList<Mutation> Mutations => ZstdMutations.All;

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (var bytes in (byte[][])[[], SampleBytes.Text(6000), SampleBytes.Repeating(600_000), SampleBytes.Noise(1000), new byte[300_000]])
        {
            foreach (var level in (string[])["--fast=5", "-1", "-3", "-19"])
                yield return Filter.Run(bytes, "zstd", "-q", "-c", "--no-check", level);
        }

        yield return Filter.Run(SampleBytes.Text(500), "zstd", "-q", "-c", "--check");
        yield return Filter.Run(SampleBytes.Repeating(200_000), "zstd", "-q", "-c", "--no-check", "--long=27");
        byte[] skippable = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        byte[] frame = Filter.Run(SampleBytes.Text(500), "zstd", "-q", "-c", "--no-check");
        yield return [.. skippable, .. frame, .. skippable, .. frame];
    }

    public override void Run(byte[] input)
    {
        if (CompressionFormats.Detect(input) != CompressionFormat.Zstd)
            return;
        ZstdIndexingReader? reader = null;
        if (Decoding.Pass(() => reader = new ZstdIndexingReader(new MemoryStream(input), Spacing, Spacing)) is not { } pass)
            return;
        if (LibZstdOracle.Decode(input, Decoding.MostOutput) is { } expected && !expected.AsSpan().SequenceEqual(pass.Bytes))
            throw new FindingException("other bytes than libzstd");
        Decoding.CheckReads(input, pass.Bytes, pass.Index);
    }
}
