namespace OciFs.Conformance.Tests.Posix;

/// <summary>What one mount answered, in the order of the questions.</summary>
internal sealed class Answers
{
    /// <summary>Stands for the answer to a question that was not asked, because of the answer to an earlier one.</summary>
    public const string Absent = "absent";

    private readonly Dictionary<string, string> byQuestion = new(StringComparer.Ordinal);

    public IEnumerable<string> Questions => byQuestion.Keys;

    public string this[string question] => byQuestion.GetValueOrDefault(question, Absent);

    /// <summary>Reads what the probe program prints; it asks nothing twice.</summary>
    public static Answers Parse(string text)
    {
        var answers = new Answers();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            Assert.True(tab > 0, $"no answer: {line}");
            Assert.True(answers.byQuestion.TryAdd(line[..tab], line[(tab + 1)..]), $"asked twice: {line[..tab]}");
        }

        return answers;
    }
}
