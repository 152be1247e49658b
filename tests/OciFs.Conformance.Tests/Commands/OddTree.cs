using OciFs.Reference;
using static OciFs.Reference.TestEntry;

namespace OciFs.Conformance.Tests.Commands;

/// <summary>A tree of all that archives and copies have to carry.</summary>
internal static class OddTree
{
    private static readonly string Long = new('n', 255);

    private static readonly string Part = new('p', 90);

    /// <summary>Its entries.</summary>
    public static IReadOnlyList<TestEntry> Entries { get; } =
    [
        Directory("d") with { Mode = 0x1ED, Modified = new TarTime(1_500_000_000, 123_456_789) },
        Plain(File("d/plain", "content\n")),
        File("d/script", "#!/bin/sh\n") with { Mode = 0x1ED },
        File("d/setuid", "s") with { Mode = 0x9ED, Uid = 7, Gid = 8 },
        File("d/empty") with { Mode = 0x100 },
        Directory("d/sticky") with { Mode = 0x3FF },
        Directory("d/group") with { Mode = 0x5ED, Gid = 50 },
        Directory("d/closed") with { Mode = 0x140 },
        File("d/closed/in", "shut in"),
        Plain(HardLink("d/closed/same", "d/plain")),
        Symlink("d/link", "plain") with { Uid = 3, Gid = 4 },
        Symlink("d/up", "../d/script"),
        Symlink("d/absolute", "/d/plain"),
        Symlink("d/nowhere", "no/such"),
        Symlink("d/tofolder", "../e"),
        File("d/attributes", "x").WithXattr("user.one", "1").WithXattr("trusted.two", "\x00\xFF\n"),
        Directory("d/labelled").WithXattr("user.folder", "yes"),
        new TestEntry { Name = "d/holes", Type = EntryType.File, Content = new FileContent(3_000_000, [new FileSegment(1_048_576, [1, 2, 3]), new FileSegment(2_097_152, [4])]) },
        new TestEntry { Name = "d/hole", Type = EntryType.File, Content = new FileContent(1_000_000, []) },
        File("d/\xFF\xFE bytes", "no UTF-8"),
        File("d/a\nb", "newline"),
        File(ByteString.Utf8("d/ünï"), "UTF-8"),
        File("d/-rf", "dash"),
        File("d/" + Long, "long"),
        Symlink("d/longlink", string.Join('/', Enumerable.Repeat(new string('t', 100), 10))),
        Directory("d/" + Part),
        Directory($"d/{Part}/{Part}"),
        File($"d/{Part}/{Part}/split", "prefix"),
        File("d/" + string.Concat(Enumerable.Repeat("\xE4", 120)), "long and no UTF-8"),
        File("d/owner", "big") with { Uid = 3_000_000, Gid = 4_000_000_000 },
        File("d/before", "1960") with { Modified = new TarTime(-312_000_000, 0) },
        File("d/later", "2242") with { Modified = new TarTime(8_594_610_592, 1) },
        Directory("e"),
        File("e/in", "of e"),
        Plain(HardLink("e/plain", "d/plain")),
        HardLink("e/linktoo", "d/link") with { Uid = 3, Gid = 4 },
    ];

    /// <summary>Entries that only root can make.</summary>
    public static IReadOnlyList<TestEntry> Special { get; } =
    [
        Fifo("d/pipe") with { Mode = 0x1B6, Uid = 9 }, CharacterDevice("d/null", 1, 3) with { Mode = 0x1B6 }, BlockDevice("d/disk", 259, 300_000) with { Gid = 6 },
        HardLink("e/null", "d/null") with { Mode = 0x1B6 },
    ];

    // A link's own entry describes the file as well, but not to umoci.
    private static TestEntry Plain(TestEntry entry) => entry with { Modified = new TarTime(1_234_567_890, 987_654_321), Uid = 1000, Gid = 1001 };
}
