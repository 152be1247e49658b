using System.IO.Enumeration;

namespace OciFs.Conformance.Tests.Posix;

/// <summary>A difference that is known, with its reason: a row of differences.tsv.</summary>
/// <param name="Peer">The kernel's filesystem, or "both".</param>
/// <param name="Varies">Whether it depends on the peer's version: then it need not occur.</param>
/// <param name="Question">Questions; * stands for anything, as in the two answers.</param>
/// <param name="Theirs">The peer's answers.</param>
/// <param name="Ours">Those of OciFs.</param>
/// <param name="Reason">Why that is so, and that it does no harm.</param>
internal sealed record Pin(string Peer, bool Varies, string Question, string Theirs, string Ours, string Reason)
{
    private static readonly string File = Path.Combine(Repository.Root, "tests/OciFs.Conformance.Tests/Posix/differences.tsv");

    /// <summary>The rows of the table; lines that begin with # are its headings.</summary>
    public static IReadOnlyList<Pin> All { get; } =
        [.. System.IO.File.ReadLines(File).Where(line => line.Length > 0 && line[0] != '#').Select(Parse)];

    public bool Covers(Difference difference) =>
        (Peer == "both" || Peer == difference.Peer) && Matches(Question, difference.Question) && Matches(Theirs, difference.Theirs)
        && Matches(Ours, difference.Ours);

    private static Pin Parse(string line)
    {
        var fields = line.Split('\t');
        Assert.True(fields.Length == 6 && fields[1] is "always" or "varies", $"{File}: {line}");
        return new Pin(fields[0], fields[1] == "varies", fields[2], fields[3], fields[4], fields[5]);
    }

    /// <summary>Backslash is no escape here: it stands for itself in questions.</summary>
    private static bool Matches(string pattern, string text) =>
        FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), text, ignoreCase: false);
}
