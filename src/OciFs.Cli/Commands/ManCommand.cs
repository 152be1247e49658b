using System.CommandLine;
using OciFs.Cli.Help;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs man</c>.</summary>
internal static class ManCommand
{
    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("man", "Print the manual, ocifs(1), as man(1) reads it.");
        command.SetAction(parsed =>
        {
            Console.Out.Write(new ManualPage((RootCommand)parsed.RootCommandResult.Command).Text());
            return ExitStatus.Done;
        });
        return command;
    }
}
