using System.Text.RegularExpressions;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Documentation;

/// <summary>
/// What the readme's tasks show on a terminal, behind <c>&lt;!-- runs --&gt;</c>, is what happens: each line that begins with <c>$</c> is run, and what it prints, on both
/// streams, is what stands below it. A line <c>…</c> stands for any lines, and <c>…</c> in a line for any text.
/// </summary>
public sealed partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));

    public static TheoryData<string> Tasks => [.. Blocks().Matches(Readme).Select(block => block.Groups["task"].Value).Distinct(StringComparer.Ordinal)];

    [Fact]
    public void TheReadmeHasTasks() => Assert.True(Tasks.Count >= 6);

    [Theory]
    [MemberData(nameof(Tasks))]
    public void WhatATaskShowsIsWhatHappens(string task)
    {
        using var folder = new TempFolder();
        ReadmeLayout.Write(folder["shop"]);
        try
        {
            foreach (var block in Blocks().Matches(Readme).Where(block => block.Groups["task"].Value == task))
            {
                RunBlock(folder.Path, block.Groups["lines"].Value);
            }
        }
        finally
        {
            Command.Shell("if mountpoint -q \"$1\"; then umount \"$1\"; fi", folder["mnt"]);
        }
    }

    // One shell for a block: what a line sets, the next ones have.
    private static void RunBlock(string folder, string lines)
    {
        var sessions = Sessions().Matches(lines).Select(session => session.Groups).ToArray();
        var result = Command.Run(
            "/bin/bash",
            ["-c", "cd \"$1\"; PATH=$2:$PATH; for line in \"${@:3}\"; do eval \"$line\" 2>&1; printf '\\1'; done", "bash", folder, Path.GetDirectoryName(Repository.Executable)!,
                .. sessions.Select(session => session["command"].Value)]);
        var outputs = result.Output.Split('\u0001');
        for (var i = 0; i < sessions.Length; i++)
        {
            var pattern = string.Concat(sessions[i]["output"].Value.Split('\n').SkipLast(1).Select(PatternOf));
            Assert.True(
                Regex.IsMatch(outputs[i], $"^{pattern}$", RegexOptions.None, TimeSpan.FromSeconds(10)),
                $"$ {sessions[i]["command"].Value}\n{outputs[i]}\ninstead of\n{sessions[i]["output"].Value}");
        }
    }

    private static string PatternOf(string line) => line == "…" ? "(.*\n)*" : Regex.Escape(line).Replace("…", ".*", StringComparison.Ordinal) + "\n";

    [GeneratedRegex("<!-- runs: (?<task>[a-z -]+) -->\n```console\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Blocks();

    [GeneratedRegex("^[$] (?<command>.*?(\\\\\n.*?)*)\n(?<output>([^$].*\n|\n)*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Sessions();
}
