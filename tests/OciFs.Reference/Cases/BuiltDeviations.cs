namespace OciFs.Reference.Cases;

/// <summary>
/// Where the design leaves the largest group of tools in the cases of <see cref="EdgeCases"/>; lines and rules as in <see cref="CaseDeviations"/>.
/// </summary>
internal static class BuiltDeviations
{
    /// <summary>By case: why, and what differs.</summary>
    public static IReadOnlyDictionary<string, (string Why, string[] Differences)> ByCase { get; } =
        new Dictionary<string, (string, string[])>(StringComparer.Ordinal)
        {
            ["wh-same-after"] = ("line 5: what the layer has stays, as in umoci; the vfs drivers remove it, all others refuse", ["+f (f)", "+own (f)"]),
            ["wh-nothing"] = ("line 4: nothing there, as in umoci and the vfs drivers", ["-new/no (?)"]),
            ["wh-nothing-deep"] = ("line 4: a whiteout makes no folders, as in umoci", ["-no (d)", "-no/where (d)", "-no/where/x (?)"]),
            ["wh-thru-lower-link"] = ("line 4: a whiteout makes no folders, so the lower link stays; x is not l/x", [
                "l type: d -> l", "l mode: 0755 -> 0777", "l size: - -> 1", "l nlink: - -> 1", "l target: - -> d", "-l/x (?)"]),
            ["wh-below-file"] = ("line 4: a whiteout makes no folders, so the lower file stays, as in umoci", [
                "f type: d -> f", "f mode: 0755 -> 0644", "f size: - -> 3", "f nlink: - -> 1",
                "f sha256: - -> 6c1ff09db3a73dc4a854f695d20d174a848d55f2d743bab2ee1f8fc75be454f3", "-f/x (?)"]),
            ["hl-target-becomes-dir"] = ("line 8: the names left", ["b nlink: 2 -> 1"]),
            ["hl-target-deleted"] = ("line 8: the names left", ["b nlink: 3 -> 1"]),
            ["hl-name-replaced"] = ("line 8: the names left", ["a nlink: 3 -> 2", "c nlink: 3 -> 2"]),
            ["root-entry-xattr"] = ("line 1: the entry is honoured", [". gid: 0 -> 4", ". xattrs: - -> user.up=32"]),
            ["root-entry-lower"] = ("line 1: the entry is honoured", [". mode: 0755 -> 0711", ". uid: 0 -> 3"]),
            ["num-base256"] = ("line 12: kept", ["f mtime: 0.000000000 -> -12345.000000000"]),
            ["pax-global-replaced"] = ("line 14: global headers apply", [
                "a uid: 0 -> 5", "a mtime: 1600000000.000000000 -> 1400000000.000000000", "b uid: 0 -> 6",
                "b mtime: 1600000000.000000000 -> 1400000000.000000000", "c mtime: 1600000000.000000000 -> 1400000000.000000000"]),
            ["mtime-late"] = ("line 12: kept; Go's tools stop at 2262", ["y2440 mtime: 0.000000000 -> 14831769600.000000000"]),
            ["mtime-early"] = ("line 12: kept", [
                "d mtime: 0.000000000 -> -86400.000000000", "y1901 mtime: 0.000000000 -> -2147483648.000000000",
                "y1969 mtime: 0.000000000 -> -1.250000000"]),
            ["xattr-acl-default"] = ("line 11: what the tar says; to inherit a default ACL is an effect of unpacking that umoci avoids", [
                "d/inherits xattrs: system.posix_acl_access=0200000001000600ffffffff02000500e803000004000500ffffffff10000400ffffffff20000400ffffffff -> -",
                "d/sub xattrs: system.posix_acl_access=0200000001000700ffffffff02000500e803000004000500ffffffff10000500ffffffff20000500ffffffff,"
                    + "system.posix_acl_default=0200000001000700ffffffff02000500e803000004000500ffffffff10000700ffffffff20000400ffffffff -> -"]),
        };
}
