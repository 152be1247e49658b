using static OciFs.Reference.TestEntry;

namespace OciFs.Reference.Cases;

/// <summary>Hard links: chains of them, over layers, to what is no file, to what is replaced.</summary>
internal static class LinkCases
{
    public static IReadOnlyList<EdgeCase> All { get; } =
    [
        EdgeCase.Of("hl-chain", "each name links to the one before it", [
            File("a", "1"), HardLink("b", "a"), HardLink("c", "b"), Directory("d"), HardLink("d/e", "c")]),
        EdgeCase.Of("hl-chain-cross", "a chain over three layers", [File("a", "1"), HardLink("b", "a")], [HardLink("c", "b")], [HardLink("d", "c")]),
        EdgeCase.Of("hl-cross-special", "links to a symbolic link, a device and a fifo of a lower layer",
            [Symlink("s", "nowhere"), CharacterDevice("n", 1, 3), Fifo("p")], [HardLink("s2", "s"), HardLink("n2", "n"), HardLink("p2", "p")]),
        EdgeCase.Of("hl-replaced-within", "the target is replaced in the same layer, after one link and before another", [
            File("a", "old"), HardLink("b", "a"), File("a", "new"), HardLink("c", "a")]),
        EdgeCase.Of("hl-target-becomes-dir", "the target becomes a folder in the next layer", [File("a", "1"), HardLink("b", "a")],
            [Directory("a"), File("a/in", "2")]),
        EdgeCase.Of("hl-target-deleted", "one name of three is whited out, then another",
            [File("a", "1"), HardLink("b", "a"), HardLink("c", "a")], [Whiteout("a")], [Whiteout("c")]),
        EdgeCase.Of("hl-name-replaced", "a link's name gets new content; the others keep theirs", [File("a", "1"), HardLink("b", "a"), HardLink("c", "a")],
            [File("b", "two")]),
        EdgeCase.Of("hl-to-device-meta", "a link to a device with another owner", [
            BlockDevice("b", 8, 1), HardLink("c", "b") with { Mode = 0x180, Uid = 9 }]),
        EdgeCase.Of("hl-spelled", "the target is written ./a, /a, d/../a", [
            File("a", "1"), Directory("d"), HardLink("1", "./a"), HardLink("2", "/a"), HardLink("3", "d/../a")]),
        EdgeCase.Of("hl-thru-lower-symlink", "the target's path goes through a link of a lower layer",
            [Directory("usr/lib"), Symlink("lib", "usr/lib"), File("usr/lib/x", "1")], [HardLink("y", "lib/x")]),
        EdgeCase.Of("hl-opaque", "a link made after the opaque marker that hides its target", [Directory("d"), File("d/a", "1")],
            [Directory("d"), Opaque("d"), HardLink("b", "d/a")]),
        EdgeCase.Of("hl-to-lower-changed", "a link to a lower file that the same layer replaces after it", [File("a", "old")],
            [HardLink("b", "a"), File("a", "new")]),
    ];
}
