using System.CommandLine;
using OciFs.Cli.Help;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs help</c>.</summary>
internal static class HelpCommand
{
    private static readonly Argument<string?> Name = new("COMMAND") { Description = "The command that is explained; without it all are listed", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("help", "Explain a command.") { Name };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var root = (RootCommand)parsed.RootCommandResult.Command;
        if (parsed.GetValue(Name) is not { } name)
        {
            HelpPage.Print(root, root);
            return ExitStatus.Done;
        }

        var command = root.Subcommands.FirstOrDefault(item => item.Name == name);
        if (command is null)
        {
            throw new UsageException(NearWord.Of(name, CommandWords.Shown(root).Select(item => item.Name)) is { } near
                ? $"{name}: no such command (did you mean {near}?)"
                : $"{name}: no such command (see: ocifs help)");
        }

        HelpPage.Print(command, root);
        return ExitStatus.Done;
    }
}
