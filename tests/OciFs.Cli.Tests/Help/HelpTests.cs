using OciFs.Cli.Arguments;
using OciFs.Cli.Help;

namespace OciFs.Cli.Tests.Help;

/// <summary>Every command, option and argument is explained, with examples.</summary>
public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. CommandWords.Shown(CommandTree.Create()).Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void ACommandIsExplained(string name)
    {
        var command = CommandTree.Create().Subcommands.Single(command => command.Name == name);
        Assert.False(string.IsNullOrEmpty(command.Description));
        Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));
        Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description), argument.Name));
        Assert.InRange(CommandPages.Of(name).Examples.Length, 2, 4);
        Assert.All(CommandPages.Of(name).Examples, example => Assert.Contains("ocifs ", example.Line, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void ExamplesCanBeUnderstood(string name) => Assert.All(CommandPages.Of(name).Examples, example =>
    {
        string[] words = [.. example.Line.Split(' ').TakeWhile(word => word != "|" && !word.StartsWith('>')).Skip(1).Select(word => word.Trim('\''))];
        Assert.Equal(example.Line.StartsWith("ocifs umount", StringComparison.Ordinal) ? "umount" : name, words[0]);
        Assert.Null(Misuse.Of(CommandTree.Create().Parse(words), words));
    });

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one", 2, "one")]
    [InlineData("", 10, "")]
    public void LinesAreBrokenBetweenWords(string text, int width, string lines) => Assert.Equal(lines, string.Join('|', HelpPage.Wrap(text, width)));

    [Fact]
    public void MandocFindsNothingInTheManual() => Assert.DoesNotContain(
        Shell.Run(Manual(), "mandoc", "-T", "lint", "-W", "style").Split('\n')[..^1],

        // The day of a release is not known where the manual is made.
        line => !line.Contains("missing date", StringComparison.Ordinal));

    [Fact]
    public void GroffFindsNothingInTheManual() => Assert.DoesNotContain("warning", Shell.Run(Manual(), "groff", "-ww", "-man", "-T", "utf8", "-z"), StringComparison.Ordinal);

    [Fact]
    public void TheManualHasAllCommands()
    {
        Assert.All(Commands, row => Assert.Contains($".SS ocifs {row.Data}", Manual(), StringComparison.Ordinal));
        Assert.Contains("\\-\\-full\\-time", Manual(), StringComparison.Ordinal);
    }

    private static string Manual() => new ManualPage(CommandTree.Create()).Text();
}
