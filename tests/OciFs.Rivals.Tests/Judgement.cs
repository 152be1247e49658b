namespace OciFs.Rivals.Tests;

/// <summary>Where an archive does not have the same tree with us and with the tools, or something is told: all of it, and why.</summary>
/// <param name="Why">The rule that asks for it. "Line N" is a line of the table in facts/tools-disagree.md, "rule N" a merge rule.</param>
internal sealed record Judgement(string Why)
{
    /// <summary>An archive without a row: GNU tar and bsdtar have nothing to complain of and make the same tree as we.</summary>
    public static Judgement Agreement { get; } = new("");

    /// <summary>The problems in the image's <c>error</c>, each once, without the entries that have them.</summary>
    public IReadOnlyList<string> Told { get; init; } = [];

    /// <summary>Differences from what GNU tar unpacks; null: it is not asked.</summary>
    public IReadOnlyList<string>? GnuTar { get; init; } = [];

    /// <summary>Differences from what bsdtar unpacks; null: it is not asked.</summary>
    public IReadOnlyList<string>? BsdTar { get; init; } = [];

    /// <summary>Differences from what Python unpacks; null, as a rule because it rounds times: it is not asked.</summary>
    public IReadOnlyList<string>? Python { get; init; }

    /// <summary>The tools that are asked, with the differences from each.</summary>
    public IEnumerable<(Extractor Extractor, IReadOnlyList<string> Differences)> Asked =>
        new[] { (Extractor.GnuTar, GnuTar), (Extractor.BsdTar, BsdTar), (Extractor.Python, Python) }
            .Where(pair => pair.Item2 is not null).Select(pair => (pair.Item1, pair.Item2!));
}
