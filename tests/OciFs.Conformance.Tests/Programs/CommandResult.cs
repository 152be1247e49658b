using System.Text.Json.Nodes;

namespace OciFs.Conformance.Tests.Programs;

/// <summary>How a program ended and what it wrote.</summary>
internal sealed record CommandResult(string CommandLine, int ExitCode, string Output, string Error)
{
    /// <summary>The standard output of a program that must have succeeded.</summary>
    public string Ok()
    {
        Assert.True(ExitCode == 0, $"{CommandLine}: exit status {ExitCode}\n{Error}");
        return Output;
    }

    /// <summary>The lines of <see cref="Ok"/> that are not empty.</summary>
    public string[] Lines() => Ok().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines, that are not empty, of a program that must have ended with a status.</summary>
    public string[] Lines(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"{CommandLine}: exit status {ExitCode} instead of {exitCode}\n{Error}");
        return Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary><see cref="Ok"/> as JSON.</summary>
    public JsonNode Json() => JsonNode.Parse(Ok())!;

    /// <summary>Asserts one error line as design §3 has it: "ocifs: …" alone on stderr, no stack trace, the texts given somewhere in it.</summary>
    public void FailsInOneLine(int exitCode, params ReadOnlySpan<string> texts)
    {
        Assert.True(ExitCode == exitCode, $"{CommandLine}: exit status {ExitCode} instead of {exitCode}\n{Error}");
        Assert.StartsWith("ocifs: ", Error, StringComparison.Ordinal);
        Assert.True(Error.TrimEnd('\n').Length == Error.Length - 1 && !Error.TrimEnd('\n').Contains('\n'), $"not one line: {Error}");
        Assert.DoesNotContain("Exception", Error, StringComparison.Ordinal);
        foreach (var text in texts)
            Assert.Contains(text, Error, StringComparison.OrdinalIgnoreCase);
    }
}
