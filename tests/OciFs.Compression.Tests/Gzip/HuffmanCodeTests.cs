namespace OciFs.Compression.Tests.Gzip;

/// <summary>Which codes a block may have: RFC 1951 §3.2.7 where it is plain, zlib where it is not.</summary>
public sealed class HuffmanCodeTests
{
    // Codeword lengths are told in plain 4-bit form: code lengths 0 to 15 have codewords of 4 bits each, given in order of value.
    public static TheoryData<string, bool> Codes => new()
    {
        { "256:1,97:1|0:1,1:1", true }, // Two literals/lengths, two distances: complete.
        { "256:1,97:1|0:1", true }, // One distance of one bit may stand alone.
        { "256:1,97:1|", true }, // No distance: only literals.
        { "256:1|0:1", true }, // Only the end of the block: zlib allows it.
        { "256:1,97:1|0:2", false }, // One distance of two bits.
        { "256:1,97:1|0:2,1:2", false }, // Incomplete distances.
        { "256:1,97:2|0:1", false }, // Incomplete literals.
        { "256:2|0:1", false },
        { "256:1,97:1,98:1|0:1", false }, // Over-subscribed.
        { "256:1,97:1|0:1,1:1,2:1", false },
        { "97:1,98:1|0:1", false }, // No end.
        { "256:1,97:2,98:3,99:4,100:5,101:6,102:7,103:8,104:9,105:10,106:11,107:12,108:13,109:14,110:15,111:15|0:1", true },
        { "256:15,97:2,98:3,99:4,100:5,101:6,102:7,103:8,104:9,105:10,106:11,107:12,108:13,109:14,110:15,111:1|0:1", true },
        { "256:15,97:2,98:3,99:4,100:5,101:6,102:7,103:8,104:9,105:10,106:11,107:12,108:13,109:14,110:14,111:1|0:1", false },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_has_the_verdict_that_zlib_has(string code, bool valid)
    {
        var halves = code.Split('|');
        var literals = Lengths(halves[0], 257);
        var distances = Lengths(halves[1], 1);
        var bits = new BitWriter().Value(1, 1).Value(2, 2)
            .Value(literals.Length - 257, 5).Value(distances.Length - 1, 5).Value(15, 4);
        foreach (var symbol in (int[])[16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15])
            bits.Value(symbol < 16 ? 4 : 0, 3);
        foreach (var length in (int[])[.. literals, .. distances])
            bits.Codeword(length, 4);
        bits.Codeword(EndOfBlock(literals), literals[256]);
        var member = Members.Wrap(bits.ToArray(), []);

        var zlib = Tool.Python(
            "try:\n    zlib.decompress(data, 31)\n    result = b'1'\nexcept zlib.error:\n    result = b'0'", member);
        Assert.Equal(valid, zlib[0] == '1');
        if (valid)
            Assert.Empty(Reading.Pass(new MemoryStream(member)).Bytes);
        else
            Assert.Equal(CompressedDataError.Corrupt, Assert.Throws<CompressedDataException>(() => Reading.Index(member)).Error);
    }

    [Fact]
    public void A_distance_before_the_first_byte_is_refused()
    {
        // Literal, then length 3 at distance 1: good; at distance 2: before the start.
        byte[] plain = [97, 97, 97, 97];
        var good = new BitWriter().Value(1, 1).Value(1, 2).Fixed(97).Fixed(257).Codeword(0, 5).Fixed(256).ToArray();
        Assert.Equal(plain, Reading.Pass(new MemoryStream(Members.Wrap(good, plain))).Bytes);
        var bad = new BitWriter().Value(1, 1).Value(1, 2).Fixed(97).Fixed(257).Codeword(1, 5).Fixed(256).ToArray();
        AssertCorrupt(Members.Wrap(bad, plain), "before the first");

        // A second member must not see the first one's bytes.
        AssertCorrupt([.. Members.Gzip(plain), .. Members.Wrap(bad, plain)], "before the first");
    }

    [Theory]
    [InlineData(286)]
    [InlineData(287)]
    public void Lengths_that_do_not_exist_are_refused(int symbol) =>
        AssertCorrupt(Members.Wrap(new BitWriter().Value(1, 1).Value(1, 2).Fixed(symbol).Fixed(256).ToArray(), []), "literal or length");

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    public void Distances_that_do_not_exist_are_refused(int symbol) => AssertCorrupt(
        Members.Wrap(new BitWriter().Value(1, 1).Value(1, 2).Fixed(97).Fixed(257).Codeword(symbol, 5).Fixed(256).ToArray(), []),
        "distance");

    [Fact]
    public void A_fourth_kind_of_block_is_refused() =>
        AssertCorrupt(Members.Wrap(new BitWriter().Value(1, 1).Value(3, 2).ToArray(), []), "block type");

    private static void AssertCorrupt(byte[] stream, string part)
    {
        var thrown = Assert.Throws<CompressedDataException>(() => Reading.Index(stream));
        Assert.Equal(CompressedDataError.Corrupt, thrown.Error);
        Assert.Contains(part, thrown.Message, StringComparison.Ordinal);
    }

    private static int[] Lengths(string list, int least)
    {
        var pairs = list.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(p => p.Split(':')).Select(p => (int.Parse(p[0]), int.Parse(p[1])));
        var lengths = new int[Math.Max(least, pairs.Select(p => p.Item1 + 1).DefaultIfEmpty(0).Max())];
        foreach (var (symbol, length) in pairs)
            lengths[symbol] = length;
        return lengths;
    }

    /// <summary>The codeword of symbol 256 by the algorithm of RFC 1951 §3.2.2.</summary>
    private static int EndOfBlock(int[] lengths)
    {
        var code = 0;
        for (var bits = 1; bits <= lengths[256]; bits++)
            code = (code + (bits == 1 ? 0 : lengths.Count(l => l == bits - 1))) << 1;
        return code + lengths.Take(256).Count(l => l == lengths[256]);
    }
}
