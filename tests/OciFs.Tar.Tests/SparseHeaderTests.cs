using OciFs.Tar.Tests.Tools;

namespace OciFs.Tar.Tests;

/// <summary>Sparse maps by hand, sound and unsound; the verdicts are those of Go's archive/tar.</summary>
public sealed class SparseHeaderTests
{
    private static readonly string[] Version10 =
        ["GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.name=real", "GNU.sparse.realsize=100"];

    private static readonly string[] Version0 = ["GNU.sparse.size=100", "GNU.sparse.numblocks=2"];

    [Fact]
    public void Version10_TakesNameSizeAndMap()
    {
        var archive = new TarBuilder().Pax([.. Version10, "path=made/up"]).File("x", Map("2\n10\n3\n97\n3\n") + "abcdef")
            .File("next").End();

        var entries = Scan.Sound(archive);

        Assert.Equal(("real", 100, 6, 2048, "10+3 97+3"),
            (entries[0].Name, entries[0].Size, entries[0].StoredSize, entries[0].DataOffset, entries[0].Segments));
        Assert.Equal("next", entries[1].Name);
    }

    [Fact]
    public void Version10_MapOfSeveralBlocks()
    {
        var runs = Enumerable.Range(0, 300).Select(i => $"{i * 1000}\n1\n");
        var map = Map("300\n" + string.Concat(runs));
        var archive = new TarBuilder().Pax([.. Version10, "GNU.sparse.realsize=300000"]).File("x", map + new string('d', 300))
            .File("next").End();

        var entries = Scan.Sound(archive);

        Assert.Equal(300, entries[0].Segments.Split(' ').Length);
        Assert.Equal(1536 + map.Length, entries[0].DataOffset);
        Assert.True(map.Length > 1024);
        Assert.Equal("next", entries[1].Name);
    }

    [Fact]
    public void Version10_OneHole()
    {
        var archive = new TarBuilder().Pax(Version10).File("x", Map("1\n100\n0\n")).Pax(Version10).File("x", Map("0\n")).End();

        Expect.Lines(["True  100 0", "True  100 0"],
            Scan.Sound(archive).Select(entry => $"{entry.IsSparse} {entry.Segments} {entry.Size} {entry.StoredSize}"));
    }

    [Theory]
    [InlineData("2\n10\n3\n")]
    [InlineData("1\n10\n4\n")]
    [InlineData("1\n10\n2\n")]
    [InlineData("1\n98\n3\n")]
    [InlineData("1\n-1\n3\n")]
    [InlineData("2\n10\n2\n11\n1\n")]
    [InlineData("2\n10\n2\n5\n1\n")]
    [InlineData("1\n\n3\n")]
    [InlineData("1 10 3 ")]
    [InlineData("x\n")]
    [InlineData("1\n99999999999999999999\n3\n")]
    [InlineData("1\n9223372036854775807\n3\n")]
    [InlineData("")]
    public void Version10_BadMap_IsSkipped(string map) =>
        AssertSkipped(new TarBuilder().Pax(Version10).File("x", Map(map) + "abc"), TarProblemKind.BadSparseMap);

    [Fact]
    public void Version10_MapOfTooMany_IsSkipped() =>
        AssertSkipped(
            new TarBuilder().Pax(Version10).File("x", Map($"{TarLimits.SparseSegments + 1}\n10\n3\n")), TarProblemKind.TooManySegments);

    [Fact]
    public void Version10_WithoutContent_IsSkipped() =>
        AssertSkipped(new TarBuilder().Pax(Version10).File("x"), TarProblemKind.BadSparseMap);

    [Fact]
    public void Version10_WithoutContent_AtTheEnd_IsTold()
    {
        var seen = Scan.All(new TarBuilder().Pax(Version10).File("x").ToArray());

        Assert.Equal([TarProblemKind.BadSparseMap], seen.ProblemKinds);
    }

    [Fact]
    public void Version01_And00_AreTheSame()
    {
        var archive = new TarBuilder()
            .Pax([.. Version0, "GNU.sparse.name=real", "GNU.sparse.map=10,3,97,3"]).File("x", "abcdef")
            .Pax([.. Version0, "GNU.sparse.offset=10", "GNU.sparse.numbytes=3", "GNU.sparse.offset=97", "GNU.sparse.numbytes=3",
                "path=real"])
            .File("x", "abcdef").End();

        var entries = Scan.Sound(archive);

        Expect.Lines(["real 100 10+3 97+3 6", "real 100 10+3 97+3 6"],
            entries.Select(entry => $"{entry.Name} {entry.Size} {entry.Segments} {entry.StoredSize}"));
    }

    [Theory]
    [InlineData("GNU.sparse.map=10,3,97")]
    [InlineData("GNU.sparse.map=10,3,97,3,99,1")]
    [InlineData("GNU.sparse.map=10,3,97,x")]
    [InlineData("GNU.sparse.map=10,3,,3")]
    [InlineData("GNU.sparse.map=97,3,10,3")]
    [InlineData("GNU.sparse.map=10,3,97,3", "GNU.sparse.size=99")]
    [InlineData("GNU.sparse.map=10,3,97,3", "GNU.sparse.size=-1")]
    [InlineData("GNU.sparse.map=10,3,97,3", "GNU.sparse.size=x")]
    [InlineData("GNU.sparse.map=10,3,97,3", "GNU.sparse.numblocks=3")]
    [InlineData("GNU.sparse.map=10,3,97,3", "GNU.sparse.numblocks=x")]
    [InlineData("GNU.sparse.offset=10", "GNU.sparse.numbytes=6", "GNU.sparse.offset=97")]
    public void Version0_BadMap_IsSkipped(params string[] records) =>
        AssertSkipped(new TarBuilder().Pax([.. Version0, .. records]).File("x", "abcdef"), TarProblemKind.BadSparseMap);

    [Theory]
    [InlineData("GNU.sparse.numbytes=3")]
    [InlineData("GNU.sparse.offset=1", "GNU.sparse.offset=1")]
    [InlineData("GNU.sparse.offset=x")]
    [InlineData("GNU.sparse.offset=1", "GNU.sparse.numbytes=1,2,3")]
    public void Version00_PairsOutOfOrder_AreSkipped(params string[] records) =>
        AssertSkipped(new TarBuilder().Pax([.. Version0, .. records]).File("x", "abcdef"), TarProblemKind.BadPaxValue);

    [Fact]
    public void UnknownVersion_IsNoSparseFile()
    {
        var archive = new TarBuilder().Pax("GNU.sparse.major=2", "GNU.sparse.minor=0", "GNU.sparse.name=real", "path=made-up")
            .File("x", "abc").End();

        Assert.Equal(("made-up", false, 3), Scan.Sound(archive).Select(entry => (entry.Name, entry.IsSparse, entry.Size)).Single());
    }

    [Fact]
    public void SparseDirectory_IsSkipped() =>
        AssertSkipped(new TarBuilder().Pax(Version10).Entry("x", '5', magic: TarBuilder.Ustar), TarProblemKind.BadSparseMap);

    [Theory]
    [InlineData("00000000012", "00000000003", "00000000100", true)]
    [InlineData("00000000012", "00000000003", "00000000014", false)]
    [InlineData("00000000012", "00000000002", "00000000100", false)]
    [InlineData("0000000001x", "00000000003", "00000000100", false)]
    [InlineData("00000000012", "00000000003", "000000x0100", false)]
    public void OldGnu_ByHand(string offset, string length, string realSize, bool isSound)
    {
        var builder = new TarBuilder().Entry("x", 'S', "abc", magic: TarBuilder.Gnu, edit: header =>
        {
            TarBuilder.Put(header, 386, offset + "\0" + length);
            TarBuilder.Put(header, 483, realSize);
        });

        if (isSound)
            Assert.Equal(("x", 64, "10+3"), Scan.Sound(builder.End()).Select(entry => (entry.Name, entry.Size, entry.Segments)).Single());
        else
            AssertSkipped(builder, realSize.Contains('x') ? TarProblemKind.BadNumber : TarProblemKind.BadSparseMap);
    }

    [Fact]
    public void OldGnu_SpoiltBlockOfAChain_DoesNotLoseThePlace()
    {
        var builder = new TarBuilder().Entry("x", 'S', magic: TarBuilder.Gnu, edit: header => header[482] = 1);
        var first = new byte[512];
        TarBuilder.Put(first, 0, "garbage here");
        first[504] = 1;
        builder.Raw(first).Raw(new byte[512]);

        AssertSkipped(builder, TarProblemKind.BadSparseMap);
    }

    [Theory]
    [InlineData("uid=1")]
    [InlineData("uid=x")]
    public void SparseTypeflagOfStar_EndsTheScan(string record)
    {
        var archive = new TarBuilder().Pax(record).Entry("x", 'S', "abc", edit: header => TarBuilder.Put(header, 508, "tar\0"))
            .File("y").End();

        var seen = Scan.All(archive);

        Assert.Empty(seen.Entries);
        seen.Single(TarProblemKind.UnsupportedType, isFatal: true);
    }

    [Fact]
    public void MoreSegmentsThanTheLimit_AreSkippedWithoutKeepingThem()
    {
        var builder = new TarBuilder().Entry("x", 'S', magic: TarBuilder.Gnu, edit: header => header[482] = 1);
        var block = new byte[512];
        for (var i = 0; i < 21; i++)
            TarBuilder.Put(block, i * 24, "00000000000\0" + "00000000000\0");
        for (var blocks = (TarLimits.SparseSegments / 21) + 1; blocks > 0; blocks--)
        {
            block[504] = (byte)(blocks > 1 ? 1 : 0);
            builder.Raw(block);
        }

        var seen = Scan.InCuts(builder.File("next").End(), 65536);

        Assert.Equal([TarProblemKind.TooManySegments], seen.ProblemKinds);
        Assert.Equal("next", Assert.Single(seen.Entries).Name);
    }

    private static void AssertSkipped(TarBuilder builder, TarProblemKind kind)
    {
        var seen = Scan.All(builder.File("next").End());
        Assert.Equal("next", Assert.Single(seen.Entries).Name);
        seen.Single(kind, isFatal: false);
    }

    private static string Map(string text) => text.PadRight((text.Length + 511) / 512 * 512, '\0');
}
