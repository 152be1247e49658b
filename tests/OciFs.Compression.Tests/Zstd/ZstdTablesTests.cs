using OciFs.Compression.Zstd;

namespace OciFs.Compression.Tests;

public sealed class ZstdTablesTests
{
    // RFC 8878 §3.1.1.3.2.2.
    private static readonly short[] LiteralLengths =
    [
        4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1,
    ];

    private static readonly short[] MatchLengths =
    [
        1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, -1, -1, -1, -1, -1, -1, -1,
    ];

    private static readonly short[] Offsets =
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, 0, 0, 0];

    [Fact]
    public void PredefinedDescriptionsSayWhatTheRfcSays()
    {
        Says(SequenceCodes.LiteralLengths, LiteralLengths, 6);
        Says(SequenceCodes.MatchLengths, MatchLengths, 6);
        Says(SequenceCodes.Offsets, Offsets, 5);
    }

    // The example in the zstd project's format document: offset_value, literals_length, repeats after.
    [Fact]
    public void RepeatOffsetsFollowTheFormatsExample()
    {
        (uint Value, uint Literals, RepeatOffsets After)[] steps =
        [
            (1114, 11, new(1111, 1, 4)),
            (1, 22, new(1111, 1, 4)),
            (2225, 22, new(2222, 1111, 1)),
            (1114, 111, new(1111, 2222, 1111)),
            (3336, 33, new(3333, 1111, 2222)),
            (2, 22, new(1111, 3333, 2222)),
            (3, 33, new(2222, 1111, 3333)),
            (3, 0, new(2221, 2222, 1111)),
            (1, 0, new(2222, 2221, 1111)),
        ];
        var repeats = RepeatOffsets.Initial;
        foreach (var (value, literals, after) in steps)
        {
            Assert.Equal(after.First, repeats.Resolve(value, literals));
            Assert.Equal(after, repeats);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0x0F, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x10 })]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x10, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void ADescriptionThatIsNoneIsCorrupt(byte[] bytes)
    {
        var error = Assert.Throws<CompressedDataException>(() => FseDescription.Read(bytes, new short[36], 9, out _));
        Assert.Equal(CompressedDataError.Corrupt, error.Error);
    }

    private static void Says(SequenceCodes codes, short[] expected, int expectedLog)
    {
        Span<short> counts = stackalloc short[codes.Count];
        Assert.Equal(codes.Predefined.Length, FseDescription.Read(codes.Predefined.Span, counts, codes.MaxLog, out var log));
        Assert.Equal(expectedLog, log);
        Assert.Equal(expected, counts);
    }
}
