using OciFs.Compression.Tests.Gzip;

namespace OciFs.Compression.Tests;

/// <summary>Every form that a stream may take: read whole in the first pass, and then in random places from seek points and from nothing cached.</summary>
public sealed class FormatMatrixTests
{
    private static readonly byte[] Plain = Samples.Mixed(1_200_000);
    private static readonly byte[] Tail = Plain[700_000..];

    private static readonly Dictionary<string, Func<byte[]>> Forms = new(StringComparer.Ordinal)
    {
        ["gzip: one member"] = () => Members.Gzip(Plain),
        ["gzip: many members, empty ones among them"] = () => Parts(part => Members.Gzip(part), Members.Gzip([])),
        ["gzip: FTEXT"] = () => WithHeader(1, []),
        ["gzip: FHCRC"] = () => WithHeader(2, []),
        ["gzip: FEXTRA"] = () => WithHeader(4, [0x05, 0, .. "extra"u8]),
        ["gzip: FNAME"] = () => WithHeader(8, "layer.tar\0"u8),
        ["gzip: FCOMMENT"] = () => WithHeader(16, "a layer\0"u8),
        ["gzip: all fields"] = () => WithHeader(31, [0x02, 0, 1, 2, .. "n\0c\0"u8]),
        ["gzip: trailing zeros"] = () => [.. Members.Gzip(Plain), .. new byte[70_000]],
        ["gzip: trailing garbage"] = () => [.. Members.Gzip(Plain), .. Samples.Random(1, 70_000)],
        ["gzip: stored blocks"] = () => Members.Zlib(Plain, level: "0"),
        ["gzip: fixed blocks"] = () => Members.Zlib(Plain, strategy: "Z_FIXED"),
        ["gzip: dynamic blocks"] = () => Members.Zlib(Plain, level: "9"),
        ["zstd: one frame"] = () => ZstdCli.CompressFile(Plain, "-3"),
        ["zstd: many frames, empty ones among them"] = () => Parts(part => ZstdCli.CompressFile(part, "-3"), ZstdFrames.Empty),
        ["zstd: skippable frames before, between and after"] = () =>
            [.. ZstdFrames.Skippable(1, 9), .. Parts(part => ZstdCli.CompressFile(part, "-3"), ZstdFrames.Skippable(15, 0)), .. ZstdFrames.Skippable(0, 70_000)],
        ["zstd: no content size"] = () => ZstdCli.CompressStream(Plain, "-3"),
        ["zstd: no checksum"] = () => ZstdCli.CompressFile(Plain, "-3 --no-check"),
        ["zstd: neither"] = () => ZstdCli.CompressStream(Plain, "-3 --no-check"),
        ["zstd: a window of 128 MiB"] = () => ZstdCli.CompressStream(Plain, "-3 --long=27"),
        ["zstd: trailing zeros"] = () => [.. ZstdCli.CompressFile(Plain, "-3"), .. new byte[70_000]],
        ["none"] = () => Plain,
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsReadWholeAndInAnyPlace(string form)
    {
        var compressed = Forms[form]();
        var (bytes, index) = Reading.Pass(new MemoryStream(compressed), 64 << 10);
        Assert.True(bytes.AsSpan().SequenceEqual(Plain));
        Assert.Equal(compressed.Length, index.CompressedLength);
        using var cache = new BlockCache(0);
        using var reader = new SeekableReader(new ArraySource(compressed), index, cache);
        Reading.CompareRandomReads(reader, Plain, 100, seed: form.Length);
    }

    /// <summary>A member with some optional fields, FHCRC last (RFC 1952 §2.3).</summary>
    private static byte[] WithHeader(byte flags, ReadOnlySpan<byte> fields)
    {
        byte[] header = [0x1F, 0x8B, 8, flags, .. Members.PlainHeader[4..], .. fields];
        var crc = Members.Crc(header);
        ReadOnlySpan<byte> check = (flags & 2) == 0 ? [] : [(byte)crc, (byte)(crc >> 8)];
        return [.. header, .. check, .. Members.Gzip(Plain)[10..]];
    }

    private static byte[] Parts(Func<byte[], byte[]> compress, byte[] between) =>
        [.. between, .. compress(Plain[..1]), .. between, .. between, .. compress(Plain[1..700_000]), .. between, .. compress(Tail), .. between];
}
