using System.CommandLine;
using OciFs.Cli.Help;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs completion</c>.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string> Shell = new("SHELL") { Description = "bash, zsh or fish" };

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("completion", "Print a script that has a shell complete commands, options and sources.") { Shell };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var root = (RootCommand)parsed.RootCommandResult.Command;
        Console.Out.Write(parsed.GetRequiredValue(Shell) switch
        {
            "bash" => BashCompletion.Script(root),
            "zsh" => ZshCompletion.Script(root),
            "fish" => FishCompletion.Script(root),
            var other => throw new UsageException($"{other}: not a shell that is known (bash, zsh, fish)"),
        });
        return ExitStatus.Done;
    }
}
