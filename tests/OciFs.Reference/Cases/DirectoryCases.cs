using static OciFs.Reference.TestEntry;

namespace OciFs.Reference.Cases;

/// <summary>Attributes of folders: entries after children, over lower ones, for the root.</summary>
internal static class DirectoryCases
{
    public static IReadOnlyList<EdgeCase> All { get; } =
    [
        EdgeCase.Of("dir-late-over-lower", "a child, then its folder's entry, over a lower folder of other attributes",
            [Directory("d").WithXattr("user.low", "1") with { Mode = 0x1c0, Uid = 7, Modified = 1_111_111_111 }, File("d/low", "0")],
            [File("d/new", "1"), Directory("d").WithXattr("user.up", "2") with { Mode = 0x1ed, Uid = 8, Modified = 1_222_222_222 }]),
        EdgeCase.Of("dir-late-nested", "children first, then their folders from the inside out", [
            File("a/b/c/f", "1"), Directory("a/b/c") with { Uid = 3, Modified = 3 }, Directory("a/b") with { Uid = 2, Modified = 2 },
            Directory("a") with { Uid = 1, Modified = 1 }]),
        EdgeCase.Of("dir-xattr-over", "a folder's entry again: its xattrs take the place of the lower ones",
            [Directory("d").WithXattr("user.a", "1").WithXattr("user.b", "2"), File("d/f", "0")], [Directory("d").WithXattr("user.b", "3")]),
        EdgeCase.Of("dir-modes", "setuid, setgid, sticky and none, on folders and files", [
            Directory("sticky") with { Mode = 0x3ff }, Directory("setgid") with { Mode = 0x5ed }, File("setgid/in", "1"),
            Directory("setgid/sub"), File("suid", "2") with { Mode = 0x9ed }, File("none", "3") with { Mode = 0 },
            Directory("closed") with { Mode = 0 }, File("closed/in", "4")]),
        EdgeCase.Of("root-entry-xattr", "./ with owner, mode, time and xattr in both layers",
            [Directory("./").WithXattr("user.low", "1") with { Mode = 0x1c0, Uid = 3, Modified = 1_111_111_111 }, File("f", "0")],
            [Directory("./").WithXattr("user.up", "2") with { Mode = 0x1ed, Gid = 4, Modified = 1_222_222_222 }]),
        EdgeCase.Of("root-entry-lower", "./ in the lower layer only", [Directory("./") with { Mode = 0x1c9, Uid = 3 }, File("f", "0")], [File("g", "1")]),
        EdgeCase.Of("implied-then-entry", "a folder that the lower layer only implies gets its entry above, and the other way round",
            [File("a/f", "0"), Directory("b") with { Uid = 5, Mode = 0x1c0 }], [Directory("a") with { Uid = 6, Mode = 0x1c0 }, File("b/f", "1")]),
    ];
}
