using OciFs.Reference.Tar;
using static OciFs.Reference.TestEntry;

namespace OciFs.Reference.Cases;

/// <summary>Names, link targets and numbers in the dialects of tar.</summary>
internal static class DialectCases
{
    private static readonly ByteString Odd = "t\xff\xfe\n\t\x01\x7f\\ \xe4";

    public static IReadOnlyList<EdgeCase> All { get; } =
    [
        EdgeCase.Of("names-targets", "targets that are no UTF-8 and hold control characters, short and long, in PAX and GNU", Targets()),
        EdgeCase.Of("names-star", "a star header: prefix of 131 bytes, atime and ctime behind it, \"tar\" at its end", Star()),
        EdgeCase.Of("names-trailing", "trailing slashes on a folder, a link and a device; a folder without one", [
            Directory("d//"), Symlink("s/", "d"), Directory("e"), Directory("f/."), File("f/./g", "1")]),
        EdgeCase.Of("num-base256", "uid, gid, size and a negative time in base-256 though they fit; device numbers too", Base256()),
        EdgeCase.Of("pax-odd-keys", "records of odd keys: unknown, UTF-8, with a newline in the value, hdrcharset, comment, a long one", OddKeys()),
        EdgeCase.Of("pax-global-comment", "a global header with a comment only, as git archive writes it", new LayerBuilder()
            .AddRecords(new PaxRecords().Add("comment", new string('a', 40)), EntryType.PaxGlobal).Add(Directory("d")).Add(File("d/f", "1"))),
        EdgeCase.Of("pax-global-replaced", "a second global header over the first; a local record over both", new LayerBuilder()
            .AddRecords(new PaxRecords().Add("uid", "5").Add("mtime", "1400000000"), EntryType.PaxGlobal).Add(File("a", "1"))
            .AddRecords(new PaxRecords().Add("uid", "6"), EntryType.PaxGlobal).Add(File("b", "2"))
            .AddRecords(new PaxRecords().Add("uid", "7")).Add(File("c", "3"))),
        EdgeCase.Of("pax-two-local", "two local headers before one entry", new LayerBuilder()
            .AddRecords(new PaxRecords().Add("uid", "5").Add("gid", "5")).AddRecords(new PaxRecords().Add("uid", "6")).Add(File("a", "1"))),
        EdgeCase.Of("pax-name-in-three", "one name in ustar, GNU and PAX over each other: L then x, x then L", new LayerBuilder()
            .AddRaw(LongName("gnu")).AddRecords(new PaxRecords().Add("path", "pax")).Add(File("ustar", "1"))
            .AddRecords(new PaxRecords().Add("path", "pax2")).AddRaw(LongName("gnu2")).Add(File("ustar2", "2"))),
    ];

    private static LayerBuilder Targets() => new LayerBuilder()
        .Add(Symlink("1", Odd)).Add(Symlink("2", Long())).Add(Symlink("3", Odd), TarDialect.Gnu).Add(Symlink("4", Long()), TarDialect.Gnu)
        .Add(File(Odd, "1")).Add(HardLink("5", Odd)).Add(File(Long(), "2"), TarDialect.Gnu).Add(HardLink("6", Long()), TarDialect.Gnu)
        .AddRecords(new PaxRecords().Add("linkpath", Odd)).Add(Symlink("7", "short"));

    /// <summary>Over 100 bytes, and no component over 255.</summary>
    private static ByteString Long() => new ByteString([.. Enumerable.Repeat((byte)0xc3, 110)]) + "\n" + Odd;

    /// <summary>star 1985: prefix 345+131, atime 476+12, ctime 488+12, "tar\0" 508.</summary>
    private static LayerBuilder Star()
    {
        var block = Sealed(File("name", "12"), header =>
        {
            header.SetText(345, 131, "pre/fix"u8);
            header.SetOctal(476, 12, 1_300_000_000);
            header.SetOctal(488, 12, 1_300_000_001);
            header.SetText(508, 4, "tar\0"u8);
        });
        return new LayerBuilder().AddRaw(block).Add(File("after", "3"));
    }

    private static LayerBuilder Base256() => new LayerBuilder()
        .AddRaw(Sealed(File("f", "12345"), header =>
        {
            header.SetBase256(108, 8, 1000);
            header.SetBase256(116, 8, 1001);
            header.SetBase256(124, 12, 5);
            header.SetBase256(136, 12, -12345);
        }))
        .AddRaw(Sealed(CharacterDevice("c", 0, 0), header =>
        {
            header.SetBase256(329, 8, 300);
            header.SetBase256(337, 8, 70_000);
        }))
        .Add(File("after", "1"));

    private static LayerBuilder OddKeys() => new LayerBuilder()
        .AddRecords(new PaxRecords()
            .Add("VENDOR.key", "v").Add(ByteString.Utf8("schlüssel"), ByteString.Utf8("wert")).Add("comment", "two\nlines\n").Add("a b", "=x=")
            .Add("hdrcharset", "BINARY").Add("long", new string('x', 9000)).Add("atime", "1.5").Add("ctime", "-2").Add("uname", "root"))
        .Add(File("f", "1"))
        .AddRecords(new PaxRecords().Add("path", "by\nrecord\xff").Add("hdrcharset", "ISO-IR 10646 2000 UTF-8")).Add(File("g", "2"));

    /// <summary>An L record, however short the name.</summary>
    private static byte[] LongName(string name) =>
        LayerBuilder.Tar([File("././@LongLink", name + "\0") with { Type = EntryType.GnuLongName }], TarDialect.Ustar)[..^1024];

    /// <summary>A ustar entry whose header is changed, and summed again.</summary>
    private static byte[] Sealed(TestEntry entry, Action<TarBlock> change)
    {
        var tar = LayerBuilder.Tar([entry], TarDialect.Ustar)[..^1024];
        var block = new TarBlock();
        tar.AsSpan(0, TarBlock.Size).CopyTo(block.Bytes);
        change(block);
        return [.. block.Seal().Bytes, .. tar[TarBlock.Size..]];
    }
}
