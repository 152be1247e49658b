using OciFs.Tar.Tests.Tools;

namespace OciFs.Tar.Tests;

/// <summary>Headers by hand: dialects, typeflags, numbers, checksums.</summary>
public sealed class HeaderTests
{
    [Theory]
    [InlineData('0', TarEntryType.Regular)]
    [InlineData('\0', TarEntryType.Regular)]
    [InlineData('1', TarEntryType.HardLink)]
    [InlineData('2', TarEntryType.Symlink)]
    [InlineData('3', TarEntryType.CharDevice)]
    [InlineData('4', TarEntryType.BlockDevice)]
    [InlineData('5', TarEntryType.Directory)]
    [InlineData('6', TarEntryType.Fifo)]
    public void Typeflags(char flag, TarEntryType type) =>
        Assert.Equal(type, Assert.Single(Scan.Sound(new TarBuilder().Entry("x", flag).End())).Type);

    [Theory]
    [InlineData('7')]
    [InlineData('V')]
    [InlineData('M')]
    [InlineData('D')]
    [InlineData('N')]
    [InlineData('A')]
    [InlineData('Z')]
    [InlineData('X')]
    [InlineData('8')]
    [InlineData('\u00ff')]
    public void TypeflagsWithoutMeaning_AreToldAndSkippedWithTheirContent(char flag)
    {
        var seen = Scan.All(new TarBuilder().Entry("x", flag, new string('c', 700)).File("next").End());

        Assert.Equal("next", Assert.Single(seen.Entries).Name);
        var problem = seen.Single(TarProblemKind.UnsupportedType, isFatal: false);
        Assert.Equal((0L, "x", (long)flag), (problem.HeaderOffset, problem.Name, problem.Value));
    }

    /// <summary>Go's archive/tar, as container tools read: these have no content whatever their size says.</summary>
    [Theory]
    [InlineData('1')]
    [InlineData('2')]
    [InlineData('3')]
    [InlineData('4')]
    [InlineData('5')]
    [InlineData('6')]
    public void SizeOfWhatHasNoContent_IsIgnored(char flag)
    {
        var archive = new TarBuilder().Entry("x", flag, edit: header => TarBuilder.Put(header, 124, "00000001000"))
            .Pax("size=512").Entry("y", flag)
            .Entry("z", flag, edit: header => TarBuilder.Put(header, 124, "not a size")).File("next", "n").End();

        var entries = Scan.Sound(archive);

        Expect.Lines(["x", "y", "z", "next"], entries.Select(entry => entry.Name));
        Assert.All(entries.SkipLast(1), entry => Assert.Equal((0, 0), (entry.Size, entry.StoredSize)));
    }

    /// <summary>As containerd, Docker, Podman and umoci all unpack them.</summary>
    [Fact]
    public void NameThatEndsWithSlash_IsADirectoryOnlyWithoutTypeflag()
    {
        var archive = new TarBuilder().File("v7/", magic: TarBuilder.V7, type: '\0').Pax("path=pax/").File("x", type: '\0')
            .Entry("sized/", '\0', edit: header => TarBuilder.Put(header, 124, "00000001000")).File("file/", "content").End();

        var entries = Scan.Sound(archive);

        Expect.Lines(["v7/ Directory 0", "pax/ Directory 0", "sized/ Directory 0", "file/ Regular 7"],
            entries.Select(entry => $"{entry.Name} {entry.Type} {entry.Size}"));
        Assert.All(entries, entry => Assert.True(entry.NameEndsWithSlash));
    }

    [Fact]
    public void Prefix_OfUstarOnly()
    {
        var archive = new TarBuilder()
            .Entry("n", '0', edit: Prefix).Entry("n", '0', magic: TarBuilder.V7, edit: Prefix)
            .Entry(new string('n', 100), '0', edit: header => TarBuilder.Put(header, 345, new string('p', 155)))
            .Entry("n", '0', magic: TarBuilder.Gnu, edit: Prefix).End();

        // The last is what Go before 1.8 wrote and its reader still takes.
        Expect.Lines(["pre/fix/n", "n", new string('p', 155) + "/" + new string('n', 100), "pre/fix/n"],
            Scan.Sound(archive).Select(entry => entry.Name));

        static void Prefix(byte[] header) => TarBuilder.Put(header, 345, "pre/fix");
    }

    [Fact]
    public void Star_AsGnuTarReadsIt()
    {
        using var folder = new TempFolder();
        var archive = new TarBuilder().Entry("name", '0', "abc", edit: header =>
        {
            TarBuilder.Put(header, 345, "star/prefix/" + new string('p', 118));
            TarBuilder.Put(header, 476, "12345670123 ");
            TarBuilder.Put(header, 488, "12345670124 ");
            TarBuilder.Put(header, 508, "tar\0");
        }).End();
        File.WriteAllBytes(folder["a.tar"], archive);

        var entry = Assert.Single(Scan.Sound(archive));

        Assert.Equal(Tool.Run(folder.Path, 0, "tar", "-tf", "a.tar").TrimEnd('\n'), entry.Name);
        Assert.Equal((new TarTime(0x5397_7053L, 0), new TarTime(0x5397_7054L, 0)), (entry.Accessed!.Value, entry.Changed!.Value));
    }

    [Fact]
    public void GnuTimes()
    {
        var archive = new TarBuilder().Entry("n", '0', magic: TarBuilder.Gnu, edit: header =>
        {
            TarBuilder.Put(header, 345, "00000000017\0" + "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00fe");
        }).Entry("n", '0', magic: TarBuilder.Gnu).End();

        var entries = Scan.Sound(archive);

        Assert.Equal((new TarTime(15, 0), new TarTime(-2, 0)), (entries[0].Accessed!.Value, entries[0].Changed!.Value));
        Assert.Null(entries[1].Accessed);
        Assert.Null(entries[1].Changed);
    }

    [Theory]
    [InlineData("0000755\0", 0x1ED)]
    [InlineData("   755 \0", 0x1ED)]
    [InlineData("\0\0 755\0 ", 0x1ED)]
    [InlineData("755\0junk", 0x1ED)]
    [InlineData("0107755\0", 0xFED)]
    [InlineData("00000755", 0x1ED)]
    [InlineData("        ", 0)]
    [InlineData("\0\0\0\0\0\0\0\0", 0)]
    [InlineData("\u0080\0\0\0\0\0\u0001\u00ed", 0x1ED)]
    public void Numbers(string mode, int expected)
    {
        var archive = new TarBuilder().Entry("x", '0', edit: header => TarBuilder.Put(header, 100, mode)).End();

        Assert.Equal(expected, Assert.Single(Scan.Sound(archive)).Mode);
    }

    [Theory]
    [InlineData(100, "mode", "75 5")]
    [InlineData(100, "mode", "0000789")]
    [InlineData(108, "uid", "-1")]
    [InlineData(116, "gid", "abc")]
    [InlineData(136, "mtime", "0x10")]
    [InlineData(136, "mtime", "\u00bf\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001\u0001")]
    [InlineData(329, "devmajor", "x")]
    [InlineData(337, "devminor", "1 2")]
    public void NoNumber_SkipsTheEntry(int at, string field, string text)
    {
        var seen = Scan.All(new TarBuilder().Entry("x", '3', edit: header => TarBuilder.Put(header, at, text)).File("next").End());

        Assert.Equal("next", Assert.Single(seen.Entries).Name);
        Assert.Equal(field, seen.Single(TarProblemKind.BadNumber, isFatal: false).Subject);
    }

    /// <summary>Two's complement, big-endian, as the GNU tar manual says; owners are taken modulo 2^32.</summary>
    [Theory]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", uint.MaxValue)]
    [InlineData("\u0080\u0000\u0000\u0001\u0000\u0000\u0000\u0007", 7u)]
    [InlineData("\u0080\u0000\u0000\u0000\u00ff\u00ff\u00ff\u00fe", uint.MaxValue - 1)]
    [InlineData("7777777\0", 2097151u)]
    public void Owners(string uid, uint expected)
    {
        var archive = new TarBuilder().Entry("x", '0', edit: header => TarBuilder.Put(header, 108, uid)).End();

        Assert.Equal(expected, Assert.Single(Scan.Sound(archive)).Uid);
    }

    [Theory]
    [InlineData("0000000001x", TarProblemKind.BadNumber)]
    [InlineData("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", TarProblemKind.BadSize)]
    [InlineData("\u0080\0\0\0\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff", TarProblemKind.BadSize)]
    [InlineData("\u0080\0\0\0\u0080\0\0\0\0\0\0\0", TarProblemKind.BadNumber)]
    public void ImpossibleSize_EndsTheScan(string size, TarProblemKind kind)
    {
        foreach (var flag in "0xLgZS")
        {
            var seen = Scan.All(new TarBuilder().File("first")
                .Entry("x", flag, magic: TarBuilder.Gnu, edit: header => TarBuilder.Put(header, 124, size)).File("never").End());

            Assert.Equal("first", Assert.Single(seen.Entries).Name);
            Assert.Equal(512, seen.Single(kind, isFatal: true).HeaderOffset);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Checksum_OfUnsignedOrSignedBytes(bool isSigned)
    {
        var header = new TarBuilder().File("n\u00e9\u00ff").ToArray();
        TarBuilder.Put(header, 148, "        ");
        var sum = isSigned ? header.Sum(b => (sbyte)b) : header.Sum(b => (int)b);
        TarBuilder.Put(header, 148, TarBuilder.Octal(sum, 6) + "\0 ");

        Assert.Equal("n\u00e9\u00ff", Assert.Single(Scan.Sound(header)).Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(150)]
    [InlineData(511)]
    public void WrongChecksum_EndsTheScan(int at)
    {
        var archive = new TarBuilder().File("first").File("second").File("third").End();
        archive[512 + at] ^= 1;

        var seen = Scan.All(archive);

        Assert.Equal("first", Assert.Single(seen.Entries).Name);
        Assert.Equal(512, seen.Single(TarProblemKind.BadChecksum, isFatal: true).HeaderOffset);
    }

    [Fact]
    public void WhatIsNoTar_IsSaidSo()
    {
        var seen = Scan.All(Enumerable.Repeat((byte)'z', 5000).ToArray());

        Assert.Equal("header at 0: this is not a tar archive", Assert.Single(seen.Problems).Message);
    }

    [Fact]
    public void DeviceNumbers()
    {
        var archive = new TarBuilder()
            .Entry("c", '3', edit: header => TarBuilder.Put(header, 329, "0000403\0" + "0000007\0"))
            .Entry("v7", '4', magic: TarBuilder.V7, edit: header => TarBuilder.Put(header, 329, "0000403\0" + "0000007\0"))
            .Pax("SCHILY.devmajor=300", "SCHILY.devminor=1048575", "SCHILY.dev=5").Entry("b", '4')
            .Entry("f", '0', edit: header => TarBuilder.Put(header, 329, "garbage")).End();

        Expect.Lines(["259 7", "0 0", "300 1048575", "0 0"], Scan.Sound(archive).Select(entry => $"{entry.DevMajor} {entry.DevMinor}"));
    }
}
