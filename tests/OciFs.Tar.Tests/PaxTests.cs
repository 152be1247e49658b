using OciFs.Tar.Tests.Tools;

namespace OciFs.Tar.Tests;

/// <summary>PAX headers by hand: POSIX.1-2017 pax for what they say, Go's archive/tar for what is malformed.</summary>
public sealed class PaxTests
{
    [Fact]
    public void EveryField_IsReplaced()
    {
        var archive = new TarBuilder()
            .Pax("path=a/b=c\nd", "linkpath=\u00ff", "uid=1", "gid=2", "mtime=3.5", "atime=-4.25", "ctime=5", "size=2", "uname=u",
                "comment=")
            .Entry("x", '0', "ab", edit: header => TarBuilder.Put(header, 124, "00000000000"))
            .Pax("linkpath=target=\u00e9").Entry("s", '2').File("plain").End();

        var entries = Scan.Sound(archive);

        Assert.Equal(("a/b=c\nd", "", 1u, 2u, 2), (entries[0].Name, entries[0].LinkName, entries[0].Uid, entries[0].Gid, entries[0].Size));
        Assert.Equal((new TarTime(3, 500_000_000), new TarTime(-5, 750_000_000), new TarTime(5, 0)),
            (entries[0].Modified, entries[0].Accessed!.Value, entries[0].Changed!.Value));
        Assert.Equal("target=\u00e9", entries[1].LinkName);
        Assert.Equal(("plain", 0u, new TarTime(1_600_000_000, 0)), (entries[2].Name, entries[2].Uid, entries[2].Modified));
        Assert.Null(entries[2].Accessed);
    }

    /// <summary>Seconds and nanoseconds as a timespec has them, from the exact decimal value.</summary>
    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("1350244992.023960108", 1350244992, 23960108)]
    [InlineData("1350244992.02396010", 1350244992, 23960100)]
    [InlineData("1350244992.0239601089", 1350244992, 23960108)]
    [InlineData("1350244992.", 1350244992, 0)]
    [InlineData("1350244992.0000000009", 1350244992, 0)]
    [InlineData("-1", -1, 0)]
    [InlineData("-0.5", -1, 500000000)]
    [InlineData("-1350244992.300000000", -1350244993, 700000000)]
    [InlineData("-1.000000001", -2, 999999999)]
    [InlineData("+7.25", 7, 250000000)]
    [InlineData("-9223372036854775808", long.MinValue, 0)]
    [InlineData("9223372036854775807.999999999", long.MaxValue, 999999999)]
    public void Times(string text, long seconds, int nanoseconds)
    {
        var archive = new TarBuilder().Pax("mtime=" + text).File("x").End();

        Assert.Equal(new TarTime(seconds, nanoseconds), Assert.Single(Scan.Sound(archive)).Modified);
    }

    [Theory]
    [InlineData("mtime=.5")]
    [InlineData("mtime=1.5x")]
    [InlineData("mtime=1.-5")]
    [InlineData("mtime= 1")]
    [InlineData("mtime=1e9")]
    [InlineData("mtime=99999999999999999999")]
    [InlineData("mtime=-9223372036854775808.5")]
    [InlineData("atime=x")]
    [InlineData("ctime=x")]
    [InlineData("uid=x")]
    [InlineData("uid=1.5")]
    [InlineData("gid=0x10")]
    [InlineData("gid=9223372036854775808")]
    [InlineData("path=a\0b")]
    [InlineData("linkpath=\0")]
    [InlineData("SCHILY.devmajor=x")]
    public void ImpossibleValue_SkipsTheEntry(string record)
    {
        var seen = Scan.All(new TarBuilder().Pax("comment=1", record, "gid=4").File("x", "content").File("next").End());

        Assert.Equal(("next", 0u), seen.Entries.Select(entry => (entry.Name, entry.Gid)).Single());
        Assert.Equal(record.Split('=')[0], seen.Single(TarProblemKind.BadPaxValue, isFatal: false).Subject);
    }

    [Theory]
    [InlineData("size=x", TarProblemKind.BadPaxValue)]
    [InlineData("size=-1", TarProblemKind.BadSize)]
    [InlineData("size=9223372036854775807", TarProblemKind.BadSize)]
    public void ImpossibleSize_EndsTheScan(string record, TarProblemKind kind)
    {
        var seen = Scan.All(new TarBuilder().File("first").Pax("uid=x", record).File("x").File("never").End());

        Assert.Equal("first", Assert.Single(seen.Entries).Name);
        seen.Single(kind, isFatal: true);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("9 uid=1\n")]
    [InlineData("7 uid=1\n")]
    [InlineData("8 uid=1x")]
    [InlineData("8  uid=1\n")]
    [InlineData("8 uid 1\n")]
    [InlineData("-8 uid=1\n")]
    [InlineData("3 \n")]
    [InlineData("2 \n")]
    [InlineData("0 a=b\n")]
    [InlineData("99999999999999999999 a=b\n")]
    [InlineData("9223372036854775807 a=b\n")]
    [InlineData("6 u\0=\n")]
    [InlineData("8 uid=1\nx")]
    public void RecordsThatCannotBeToldApart_SkipTheEntry(string records)
    {
        var seen = Scan.All(new TarBuilder().Entry("pax", 'x', records).File("x", "content").File("next").End());
        var global = Scan.All(new TarBuilder().Entry("pax", 'g', records).File("x", "content").End());

        Assert.Equal("next", Assert.Single(seen.Entries).Name);
        Assert.Equal("x", seen.Single(TarProblemKind.BadPaxRecord, isFatal: false).Name);
        Assert.Equal(("x", 0u), global.Entries.Select(entry => (entry.Name, entry.Uid)).Single());
        Assert.Equal("", global.Single(TarProblemKind.BadPaxRecord, isFatal: false).Name);
    }

    [Fact]
    public void EmptyValue_GivesTheFieldBackToTheHeader()
    {
        var archive = new TarBuilder().PaxGlobal("uid=5", "path=global").Pax("path=", "uid=", "gid=3", "gid=").File("header")
            .File("x").End();

        Expect.Lines(["header 0 0", "global 5 0"], Scan.Sound(archive).Select(entry => $"{entry.Name} {entry.Uid} {entry.Gid}"));
    }

    [Fact]
    public void Global_LaterOverEarlier_LocalOverGlobal()
    {
        var archive = new TarBuilder().PaxGlobal("uid=1", "gid=1", "comment=x").File("a").PaxGlobal("gid=2").File("b")
            .Pax("uid=3").File("c").File("d").PaxGlobal("uid=").File("e").Pax("path=f").PaxGlobal("uid=9").File("x").File("g").End();

        Expect.Lines(["a 1 1", "b 1 2", "c 3 2", "d 1 2", "e 0 2", "f 0 2", "g 9 2"],
            Scan.Sound(archive).Select(entry => $"{entry.Name} {entry.Uid} {entry.Gid}"));
    }

    [Fact]
    public void SecondLocalHeader_ReplacesTheFirst()
    {
        var archive = new TarBuilder().Pax("uid=1", "SCHILY.xattr.user.a=1").Pax("gid=2").File("x").End();

        Assert.Equal((0u, 2u, ""), Scan.Sound(archive).Select(entry => (entry.Uid, entry.Gid, entry.Xattrs)).Single());
    }

    [Fact]
    public void Owners_ModuloTwoToTheThirtyTwo()
    {
        var archive = new TarBuilder().Pax("uid=4294967298", "gid=-1").File("x").End();

        Assert.Equal((2u, uint.MaxValue), Scan.Sound(archive).Select(entry => (entry.Uid, entry.Gid)).Single());
    }

    [Fact]
    public void HeaderOverTheLimit_SkipsItsEntry()
    {
        var fits = "comment=" + new string('c', TarLimits.PaxHeaderBytes - "1048576 comment=\n".Length);
        Assert.Equal(TarLimits.PaxHeaderBytes, TarBuilder.Records(fits).Length);
        var archive = new TarBuilder().Pax(fits).File("fits").Pax("path=first").Pax(fits + "c").File("x", "content")
            .PaxGlobal(fits + "c").File("next").End();

        var seen = Scan.InCuts(archive, 100_000);

        Expect.Lines(["fits", "next"], seen.Names);
        Expect.Lines(["PaxHeaderTooLong x 1048577", "PaxHeaderTooLong  1048577"],
            seen.Problems.Select(problem => $"{problem.Kind} {problem.Name} {problem.Value}"));
    }

    [Fact]
    public void EmptyHeader_SaysNothing() =>
        Assert.Equal("x", Assert.Single(Scan.Sound(new TarBuilder().Pax().PaxGlobal().Entry("l", 'L').File("x").End())).Name);
}
