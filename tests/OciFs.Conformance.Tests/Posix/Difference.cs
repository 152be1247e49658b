namespace OciFs.Conformance.Tests.Posix;

/// <summary>A question that OciFs and a kernel filesystem answer differently.</summary>
/// <param name="Peer">The kernel's filesystem.</param>
/// <param name="Question">What was asked.</param>
/// <param name="Theirs">The peer's answer.</param>
/// <param name="Ours">That of OciFs.</param>
internal sealed record Difference(string Peer, string Question, string Theirs, string Ours)
{
    /// <summary>Names that a report can hold.</summary>
    private const int LongestQuestion = 120;

    public override string ToString() =>
        $"{(Question.Length > LongestQuestion ? Question[..LongestQuestion] + "…" : Question)}: {Peer} {Theirs}, OciFs {Ours}";

    /// <summary>All differences between two mounts.</summary>
    public static IReadOnlyList<Difference> Between(string peer, Answers theirs, Answers ours) =>
        [.. theirs.Questions.Union(ours.Questions, StringComparer.Ordinal)
            .Where(question => theirs[question] != ours[question])
            .Select(question => new Difference(peer, question, theirs[question], ours[question]))];
}
