namespace OciFs.Reference.Cases;

/// <summary>
/// Where the design leaves the majority of real tools, and so the corpus' expectations: the differences, and the rule that asks for
/// them. "Line N" is a line of the table in facts/tools-disagree.md, "rule N" one of the merge rules.
/// </summary>
public static class CaseDeviations
{
    private static readonly string[] RemovedBelowOpaqueRoot =
        ["-a (f)", "-b (f)", "-d (d)", "-d/s (d)", "-d/s/z (f)", "-d/x (f)", "-d/y (f)"];

    private static readonly Dictionary<string, (string Why, string[] Differences)> ByCase =
        new Dictionary<string, (string, string[])>(StringComparer.Ordinal)
        {
            ["owner-max"] = ("line 13: shown as it is", ["m1 uid: 0 -> 4294967295", "m1 gid: 0 -> 4294967295"]),
            ["owner-neg"] = ("line 13: -1 modulo 2^32", ["o uid: 0 -> 4294967295"]),
            ["mtime-extreme"] = ("line 12: kept", [
                "y1800 mtime: 0.000000000 -> -5364662400.000000000", "y9999 mtime: 0.000000000 -> 253370764800.750000000"]),
            ["wh-readd-dir-before"] = ("line 5: lower children go", ["-d/s (d)", "-d/s/z (f)", "-d/x (f)", "-d/y (f)"]),
            ["wh-bare"] = ("a bad entry is skipped, where 14 of 15 tools refuse the image", [
                "+a (f)", "+b (f)", "+d (d)", "+d/s (d)", "+d/s/z (f)", "+d/x (f)", "+d/y (f)"]),
            ["wh-chardev00"] = ("line 20: shown", ["+a (c)", "+d/x (c)", "+fresh (c)"]),
            ["opq-root"] = ("line 6: lower content goes", RemovedBelowOpaqueRoot),
            ["opq-root-slash"] = ("line 6: lower content goes", RemovedBelowOpaqueRoot),
            ["root-entry"] = ("line 1: the entry is honoured", [". mode: 0755 -> 0750", ". uid: 0 -> 13"]),
            ["root-entry-dot"] = ("line 1: the entry is honoured", [". mode: 0755 -> 0711", ". uid: 0 -> 11", ". gid: 0 -> 12"]),
            ["diffid-wrong"] = ("line 1: 0755", [". mode: 0555 -> 0755"]),
            ["diffid-count"] = ("line 1: 0755", [". mode: 0555 -> 0755"]),
            ["hl-target-replaced"] = ("line 8: the names left", ["b nlink: 3 -> 2", "c nlink: 3 -> 2"]),
            ["hl-to-symlink-file"] = ("rule 6: all three names are one inode, as umoci has it; the group's copies part them", [
                "h nlink: 1 -> 3", "h hardlink: - -> h", "h2 nlink: 2 -> 3", "h2 hardlink: h2 -> h",
                "s nlink: 2 -> 3", "s hardlink: h2 -> h"]),
            ["xattr-symlink"] = ("line 11: on the entry itself", ["s xattrs: - -> trusted.s=31", "u xattrs: - -> user.s=31"]),
            ["xattr-dup"] = ("rule 2: the later entry's attributes replace the earlier one's, as in umoci", ["d xattrs: user.a=31 -> -"]),
            ["pax-global"] = ("line 14: global headers apply, but for xattrs", [
                "a uid: 0 -> 55", "a mtime: 1600000000.000000000 -> 1400000000.000000000",
                "b mtime: 1600000000.000000000 -> 1400000000.000000000"]),
            ["real-gnutar-pax"] = ("line 12: kept", ["neg mtime: 0.000000000 -> -10.500000000"]),
            ["real-gnutar-gnu"] = ("line 12: kept", ["neg mtime: 0.000000000 -> -10.000000000"]),
            ["real-python-pax"] = ("line 12: kept", ["neg mtime: 0.000000000 -> -10.500000000"]),
            ["real-python-gnu"] = ("line 12: kept", ["neg mtime: 0.000000000 -> -9.000000000"]),
        };

    private static readonly string[] Cut = ["c-gz-trunc", "c-gz-crc", "eof-oneblock-mid", "eof-odd-tail", "trunc-hdr", "badsum", "size-huge", "size-huge-pax"];

    /// <summary>
    /// Cases of one bad entry at the start, and the byte at which the next one's header stands: tools refuse the image, the design leaves the
    /// entry out and shows the rest.
    /// </summary>
    private static readonly Dictionary<string, int> RestAt = new(StringComparer.Ordinal)
    {
        ["pax-badlen"] = 2048,
        ["pax-badnum"] = 2048,
        ["pax-badmtime"] = 2048,
        ["sparse10-shortmap"] = 2560,
        ["sparse10-overlap"] = 3072,
        ["sparse-past"] = 1536,
    };

    /// <summary>Cases that are not asked, and why.</summary>
    public static IReadOnlyDictionary<string, string> Skipped { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["c-xz"] = "xz is no compression of ours (rule 8): the layer is an error",
        ["sparse-9g"] = "9 GiB to write and to hash take a minute",
    };

    /// <summary>What differs from the expected tree, as <see cref="Trees.TreeComparison"/> tells it.</summary>
    public static IReadOnlyList<string> Of(string name) =>
        ByCase.GetValueOrDefault(name).Differences ?? BuiltDeviations.ByCase.GetValueOrDefault(name).Differences ?? [];

    /// <summary>Whether a layer cannot be read to its end: all tools refuse such a case too, but for the wrong CRC (line 17).</summary>
    public static bool IsCut(string name) => Cut.Contains(name, StringComparer.Ordinal);

    /// <summary>Where the sound part of a case begins that has a bad entry before it.</summary>
    public static bool TryGetRest(string name, out int offset) => RestAt.TryGetValue(name, out offset);
}
