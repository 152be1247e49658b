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
    public void TheReadmeHasTasks() => Assert.True(Tasks.Count >= 7);

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

    private static void RunBlock(string folder, string lines)
    {
        foreach (var session in Sessions().Matches(lines).Select(session => session.Groups))
        {
            var result = Command.Shell("cd \"$1\"; PATH=$2:$PATH; export COLUMNS=160; eval \"$3\" 2>&1", folder, Path.GetDirectoryName(Repository.Executable)!, session["command"].Value);
            var pattern = "^" + Regex.Escape(session["output"].Value).Replace("…\\n", "(.*\n)*", StringComparison.Ordinal).Replace("…", ".*", StringComparison.Ordinal) + "$";
            Assert.True(
                Regex.IsMatch(result.Output, pattern, RegexOptions.None, TimeSpan.FromSeconds(10)),
                $"$ {session["command"].Value}\n{result.Output}\ninstead of\n{session["output"].Value}");
        }
    }

    [GeneratedRegex("<!-- runs: (?<task>[a-z -]+) -->\n```console\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Blocks();

    [GeneratedRegex("^[$] (?<command>.*?(\\\\\n.*?)*)\n(?<output>([^$].*\n|\n)*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Sessions();
}
