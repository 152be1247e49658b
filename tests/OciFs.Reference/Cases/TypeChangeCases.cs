using static OciFs.Reference.TestEntry;

namespace OciFs.Reference.Cases;

/// <summary>One type in the place of another, within and across layers, and paths that lead through links.</summary>
internal static class TypeChangeCases
{
    public static IReadOnlyList<EdgeCase> All { get; } =
    [
        EdgeCase.Of("dup-dir-file", "a folder with children, then a file of its name in the same layer",
            [Directory("d"), File("d/a", "1"), Directory("d/s"), File("d/s/b", "2"), File("d", "file now")]),
        EdgeCase.Of("dup-dir-symlink", "a folder with children, then a symbolic link of its name in the same layer",
            [Directory("t"), Directory("d"), File("d/a", "1"), Symlink("d", "t")]),
        EdgeCase.Of("dup-dir-file-over-lower", "folder, file, folder of one name in a layer, over a lower folder", [File("d/low", "0")],
            [Directory("d"), File("d/a", "1"), File("d", "file"), Directory("d"), File("d/b", "2")]),
        EdgeCase.Of("symlink-to-file-across", "link to a folder becomes a file, then a folder, over three layers",
            [Directory("t"), File("t/x", "0"), Symlink("s", "t")], [File("s", "file")], [Directory("s"), File("s/y", "1")]),
        EdgeCase.Of("special-to-dir", "fifo and device become folders; folders become fifo and device",
            [Fifo("p"), CharacterDevice("c", 1, 3), Directory("d"), File("d/x", "0"), Directory("e"), File("e/x", "0")],
            [Directory("p"), File("p/in", "1"), Directory("c"), File("c/in", "2"), Fifo("d"), BlockDevice("e", 7, 1)]),
        EdgeCase.Of("thru-own-symlink", "paths through links of their own layer: relative, absolute, with .., in a chain, to the root", [
            Directory("r"), Directory("q"), Symlink("rel", "r"), Symlink("abs", "/r"), Symlink("q/up", "../../../r"), Symlink("chain", "rel"),
            Symlink("root", "/"), File("rel/1", "1"), File("abs/2", "2"), File("q/up/3", "3"), File("chain/4", "4"), File("root/5", "5")]),
        EdgeCase.Of("thru-own-dangling", "a path through a dangling link of its own layer", [Symlink("s", "no/where"), File("s/x", "1")]),
        EdgeCase.Of("thru-own-over-lower", "a link of the layer to a folder that only a lower layer has, and a path through it",
            [Directory("t") with { Uid = 7 }, File("t/low", "0")], [Symlink("s", "t"), File("s/new", "1")]),
        EdgeCase.Of("thru-lower-then-dir", "a path below a link of a lower layer, the folder's own entry after it",
            [Directory("t"), File("t/low", "0"), Symlink("s", "t")], [File("s/new", "1"), Directory("s") with { Uid = 8 }]),
        EdgeCase.Of("thru-lower-two", "two levels below a link of a lower layer, and a whiteout of the link in the next",
            [Directory("t"), Symlink("s", "t")], [File("s/a/b", "1")], [Whiteout("s")]),
    ];
}
