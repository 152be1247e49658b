using System.Text;

namespace OciFs.Conformance.Tests.Posix;

/// <summary>Our answers beside those of the kernel's filesystems, and which differences have a reason.</summary>
internal sealed class OperationReport
{
    private const int MostTold = 100;

    private readonly Answers ours;
    private readonly List<string> peers = [];
    private readonly List<Difference> differences = [];

    public OperationReport(Answers ours, IEnumerable<(string Peer, Answers Answers)> theirs)
    {
        this.ours = ours;
        foreach (var (peer, answers) in theirs)
        {
            peers.Add(peer);
            differences.AddRange(Difference.Between(peer, answers, ours));
        }

        Unknown = [.. differences.Where(difference => !Pin.All.Any(pin => pin.Covers(difference)))];
        Idle = [.. Pin.All.Where(pin => !pin.Varies && (pin.Peer == "both" || peers.Contains(pin.Peer)) && !differences.Exists(pin.Covers))];
    }

    /// <summary>The differences that no row of the table covers.</summary>
    public IReadOnlyList<Difference> Unknown { get; }

    /// <summary>The rows that cover nothing although they should.</summary>
    public IReadOnlyList<Pin> Idle { get; }

    /// <summary>What fails, a line each.</summary>
    public string Failures => string.Join('\n', Unknown.Select(item => $"FAILED {item}")
        .Concat(Idle.Select(pin => $"NO LONGER SO {pin.Peer} {pin.Question}: {pin.Theirs} and {pin.Ours}")).Take(MostTold));

    /// <summary>A line a group of operations, then each reason with how many differences it has, then what fails.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{"operations",-12}{"asked",9}{"agreed",9}{"with reason",13}{"FAILED",8}   (against {string.Join(" and ", peers)})\n");
        foreach (var group in ours.Questions.GroupBy(GroupOf, StringComparer.Ordinal))
        {
            var differ = CountQuestions(differences, group.Key);
            var failed = CountQuestions(Unknown, group.Key);
            text.Append($"{group.Key,-12}{group.Count(),9}{Math.Max(0, group.Count() - differ),9}{differ - failed,13}{failed,8}\n");
        }

        text.Append("\ndiffers, with reason:\n");
        foreach (var reason in Pin.All.GroupBy(pin => pin.Reason, StringComparer.Ordinal))
        {
            var count = differences.Count(item => reason.Any(pin => pin.Covers(item)));
            text.Append($"{count,7}  {string.Join(", ", reason.Select(pin => pin.Peer).Distinct(StringComparer.Ordinal))}: {reason.Key}\n");
        }

        return text.Append(Failures).Append('\n').ToString();
    }

    private static string GroupOf(string question) => question[..question.IndexOf(' ', StringComparison.Ordinal)];

    private static int CountQuestions(IEnumerable<Difference> differences, string group) => differences
        .Where(item => GroupOf(item.Question) == group).Select(item => item.Question).Distinct(StringComparer.Ordinal).Count();
}
