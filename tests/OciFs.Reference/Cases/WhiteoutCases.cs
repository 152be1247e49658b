using static OciFs.Reference.TestEntry;

namespace OciFs.Reference.Cases;

/// <summary>What hides what (image-spec layer.md, "Whiteouts").</summary>
internal static class WhiteoutCases
{
    private static TestEntry[] Lower =>
    [
        File("f", "low"), Directory("d"), File("d/x", "low x"), Directory("d/s"), File("d/s/z", "low z"), Symlink("l", "d"), Directory("keep"),
        File("keep/k", "low k"),
    ];

    public static IReadOnlyList<EdgeCase> All { get; } =
    [
        EdgeCase.Of("wh-same-after", "a file, then its whiteout in the same layer; beside it what only the layer has", Lower,
            [File("f", "new"), Whiteout("f"), File("own", "o"), Whiteout("own")]),
        EdgeCase.Of("wh-nothing", "whiteouts of what never was: in the root, in a lower folder, in one of the layer", Lower,
            [Whiteout("no"), Directory("keep"), Whiteout("keep/no"), Directory("new"), Whiteout("new/no"), File("new/f", "n")]),
        EdgeCase.Of("wh-nothing-deep", "a whiteout in a folder that nobody has", Lower, [Whiteout("no/where/x"), File("g", "g")]),
        EdgeCase.Of("wh-readd-type", "whiteout, then the name as another type: file to folder, folder to file, link to folder", Lower,
            [
                Whiteout("f"), Directory("f"), File("f/in", "1"), Whiteout("d"), File("d", "a file"), Whiteout("l"), Directory("l"),
                File("l/in", "2"),
            ]),
        EdgeCase.Of("wh-twice", "one whiteout twice, and of a name that an opaque marker hides too", Lower,
            [Whiteout("f"), Whiteout("f"), Directory("d"), Opaque("d"), Whiteout("d/x")]),
        EdgeCase.Of("wh-child-then-parent", "whiteouts of a child, then of its folder", Lower, [Directory("d"), Whiteout("d/x"), Whiteout("d")]),
        EdgeCase.Of("wh-thru-lower-link", "a whiteout below what is a symbolic link in a lower layer", Lower, [Whiteout("l/x")]),
        EdgeCase.Of("wh-thru-own-link", "a whiteout below a symbolic link of its own layer", Lower, [Symlink("m", "d"), Whiteout("m/x")]),
        EdgeCase.Of("wh-below-file", "a whiteout below what is a file in a lower layer", Lower, [Whiteout("f/x")]),
        EdgeCase.Of("wh-aufs-names", "what AUFS left in its branches: .wh..wh.aufs, .wh..wh.orph/, .wh..wh.plnk/", Lower,
            [File(".wh..wh.aufs"), Directory(".wh..wh.orph"), Directory(".wh..wh.plnk"), File("d/.wh..wh.other", "x"), File("g", "g")]),
        EdgeCase.Of("wh-middle", "a component .wh.NAME in the middle of a path", Lower,
            [Directory(".wh.d"), File(".wh.d/in", "1"), File("keep/.wh.k/in", "2")]),
        EdgeCase.Of("wh-upper-name", "a whiteout of a name whose marker is over 100 and over 155 bytes", [
            File(new string('u', 120), "1"), File(new string('v', 200), "2"), File(new string('w', 200), "3")],
            [Whiteout(new string('u', 120)), Whiteout(new string('v', 200))]),
        EdgeCase.Of("opq-between", "an opaque marker between entries of its folder, and of folders below and above", Lower,
            [
                Directory("d"), File("d/before", "1"), Directory("d/s"), File("d/s/before", "2"), Opaque("d"), File("d/after", "3"),
                File("d/s/after", "4"),
            ]),
        EdgeCase.Of("opq-before", "an opaque marker before its folder's entry and all below it", Lower,
            [Opaque("d"), Directory("d") with { Mode = 0x1c0 }, Directory("d/s"), File("d/s/new", "1")]),
        EdgeCase.Of("opq-new", "an opaque marker in a folder that only its layer has", Lower, [Directory("n"), File("n/f", "1"), Opaque("n")]),
        EdgeCase.Of("opq-thru-own-link", "an opaque marker below a symbolic link of its own layer", Lower, [Symlink("m", "d"), Opaque("m")]),
        EdgeCase.Of("opq-and-whiteout", "opaque and whiteout of one folder in one layer, then new content", Lower,
            [Whiteout("d"), Directory("d"), Opaque("d"), File("d/new", "1")]),
        EdgeCase.Of("opq-readd", "an opaque marker, and the names of the lower layer again as other types", Lower,
            [Directory("d"), Opaque("d"), Directory("d/x"), File("d/x/in", "1"), File("d/s", "2")]),
    ];
}
