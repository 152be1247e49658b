using System.Diagnostics;
using System.Text;
using OciFs.Cli.Texts;

namespace OciFs.Cli.Tests;

/// <summary>Differences of texts are those of diff(1), and patch(1) makes the second text of the first with them.</summary>
public sealed class UnifiedDiffTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ocifs-").FullName;

    [Fact]
    public void EditsOfTextsAreToldAsDiffTellsThem()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var (before, after) = Edited(new Random(seed));
            Assert.Equal(ByDiff(before, after), Ours(before, after));
        }
    }

    [Fact]
    public void PatchMakesTheSecondOfTheFirst()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            var random = new Random(seed);
            var (before, after) = (Any(random), Any(random));
            Write("old", before);
            Write("diff", $"--- a\n+++ b\n{Ours(before, after)}");
            Run("patch", "--quiet", "--output=new", "old", "diff");
            Assert.Equal(after, Encoding.Latin1.GetString(File.ReadAllBytes(Path("new"))));
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("", "a\n")]
    [InlineData("a\n", "")]
    [InlineData("a", "a\n")]
    [InlineData("a\nb", "a\nc")]
    [InlineData("a\n\n\n", "\n\na\n")]
    [InlineData("\r\n", "\n")]
    public void OddTextsAreToldAsDiffTellsThem(string before, string after) => Assert.Equal(ByDiff(before, after), Ours(before, after));

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(300_000)]
    public void TextsWithNothingToHoldOnToEnd(int distinct)
    {
        // Lines that all occur in both, in no order: the shortest difference would take hours.
        var random = new Random(distinct);
        var (before, after) = (Lines(random, 300_000, distinct), Lines(random, 300_000, distinct));
        Write("old", before);
        Write("diff", $"--- a\n+++ b\n{Ours(before, after)}");
        Run("patch", "--quiet", "--output=new", "old", "diff");
        Assert.Equal(after, Encoding.Latin1.GetString(File.ReadAllBytes(Path("new"))));
    }

    [Fact]
    public void OnlySoManyLinesAreCompared()
    {
        Assert.NotNull(TextLines.TrySplit(Encoding.ASCII.GetBytes(new string('\n', Limits.ComparedLines))));
        Assert.Null(TextLines.TrySplit(Encoding.ASCII.GetBytes(new string('\n', Limits.ComparedLines + 1))));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A text as people write them: mostly lines of their own, some that are everywhere; and a few edits of it.
    private static (string Before, string After) Edited(Random random)
    {
        List<string> lines = [.. Enumerable.Range(0, random.Next(1, 200)).Select(i => random.Next(4) == 0 ? "}\n" : $"line {i}\n")];
        var before = string.Concat(lines);
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(lines.Count + 1);
            var length = Math.Min(random.Next(4), lines.Count - at);
            lines.RemoveRange(at, length);
            lines.InsertRange(at, Enumerable.Range(0, random.Next(length == 0 ? 1 : 0, 4)).Select(i => $"new {edits} {i}\n"));
        }

        return (before, string.Concat(lines));
    }

    private static string Any(Random random) =>
        Lines(random, random.Next(60), random.Next(1, 12)) + (random.Next(3) == 0 ? "no end" : "");

    private static string Lines(Random random, int count, int distinct) => string.Concat(Enumerable.Range(0, count).Select(_ => $"{random.Next(distinct)}\n"));

    private static string Ours(string before, string after)
    {
        var text = new MemoryStream();
        UnifiedDiff.Write(TextLines.TrySplit(Encoding.Latin1.GetBytes(before))!, TextLines.TrySplit(Encoding.Latin1.GetBytes(after))!, (mark, rest) =>
        {
            text.WriteByte(mark);
            text.Write(rest);
        });
        return Encoding.Latin1.GetString(text.ToArray());
    }

    private string ByDiff(string before, string after)
    {
        Write("old", before);
        Write("new", after);
        var lines = Run("diff", "-u", "old", "new");
        return string.Concat(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2).Select(line => line + "\n"));
    }

    private void Write(string name, string text) => File.WriteAllBytes(Path(name), Encoding.Latin1.GetBytes(text));

    private string Path(string name) => System.IO.Path.Combine(_folder, name);

    private string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) 
        {
            UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = _folder, StandardOutputEncoding = Encoding.Latin1,
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.InRange(process.ExitCode, 0, 1);
        return output;
    }
}
