namespace OciFs.Reference.Cases;

/// <summary>
/// Entries of the cases that are reported, "layer kind name": bad ones, for which tools refuse the image, and names that leave the root.
/// </summary>
public static class CaseProblems
{
    private static readonly Dictionary<string, string[]> ByCase = new(StringComparer.Ordinal)
    {
        ["wh-bare"] = ["1 BadWhiteout .wh.", "1 BadWhiteout d/.wh."],
        ["wh-dot"] = ["1 BadWhiteout .wh..", "1 BadWhiteout .wh...", "1 BadWhiteout d/.wh.."],
        ["hl-cross-wh-before"] = ["1 NoLinkTarget h2"],
        ["hl-forward"] = ["0 NoLinkTarget h2"],
        ["hl-missing"] = ["0 NoLinkTarget h2"],
        ["hl-self-new"] = ["0 NoLinkTarget a"],
        ["hl-dir"] = ["0 DirectoryLinkTarget hd"],
        ["names-256"] = ["0 BadName " + new string('n', 256)],
        ["names-empty"] = ["0 RootNotDirectory "],
        ["typeflags"] = ["0 UnknownType cont"],
        ["typeflags-gnu-m"] = ["0 UnknownType cont"],
        ["typeflags-unknown"] = ["0 UnknownType zz", "0 UnknownType aa"],
        ["esc-dotdot"] = ["0 LeftRoot ../evil1", "0 LeftRoot a/../../evil2"],
        ["esc-dotdot-many"] = ["0 LeftRoot ../../../../../../../../../../../../../../../../../../../../tmp/corpus-evil3"],
        ["esc-hardlink"] = ["0 NoLinkTarget h1"],
        ["esc-hardlink-symlink"] = ["0 NoLinkTarget h1"],
        ["esc-root-file"] = ["0 RootNotDirectory ./"],
        ["esc-symlink-loop"] = ["0 LinkLoop a/x"],
        ["hl-opaque"] = ["1 NoLinkTarget b"],
    };

    /// <summary>What is wrong with an image besides its entries.</summary>
    private static readonly Dictionary<string, string> ToldOtherwise = new(StringComparer.Ordinal)
    {
        ["diffid-wrong"] = "line 19: the diffID is not the layer's",
        ["diffid-count"] = "line 19: a layer without a diffID",
        ["pax-at-end"] = "an extended header that nothing follows; the tools let it be",
    };

    /// <summary>What is reported of a case, in the order of application.</summary>
    public static IReadOnlyList<string> Of(string name) => ByCase.GetValueOrDefault(name, []);

    /// <summary>Whether a case that can be read has something to tell all the same.</summary>
    public static bool IsTold(string name) =>
        ByCase.ContainsKey(name) || ToldOtherwise.ContainsKey(name) || CaseDeviations.TryGetRest(name, out _);
}
