using System.CommandLine;
using OciFs.Cli.Help;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs completion</c>.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string> Shell = new("SHELL") { Description = "bash, zsh or fish" };

    private static readonly Argument<string> Word = new("WORD") { Description = "A SOURCE that is being typed" };

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("completion", "Print a script that has a shell complete commands, options and sources.") { Shell };
        command.SetAction(Run);
        var images = new Command("images", "Print the images that a word may become, for the scripts.") { Word };
        images.Hidden = true;
        images.SetAction(parsed => Images(parsed.GetRequiredValue(Word)));
        command.Subcommands.Add(images);
        return command;
    }

    // Who types waits for it, and wants no errors.
    private static int Images(string word)
    {
        var found = Task.Run(() => CompletedImages.Of(word));
        if (((IAsyncResult)found).AsyncWaitHandle.WaitOne(CompletedImages.MostWait))
        {
            foreach (var image in found.Result)
            {
                Console.Out.WriteLine(image);
            }
        }

        return ExitStatus.Done;
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
