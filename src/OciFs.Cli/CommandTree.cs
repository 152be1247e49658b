using System.CommandLine;
using OciFs.Cli.Commands;
using OciFs.Fuse.Mount;

namespace OciFs.Cli;

/// <summary>All commands, and the one place where an error becomes a line and an exit status.</summary>
internal static class CommandTree
{
    /// <summary>Runs the program.</summary>
    public static int Run(string[] args)
    {
        Screen.Begin();
        Output.Begin();
        var status = Invoke(RawArguments.Of(args));
        try
        {
            Output.Stream.Finish();
            return status;
        }
        catch (OciFsException error)
        {
            return Fail(error);
        }
    }

    private static int Invoke(string[] args)
    {
        var root = new RootCommand("Shows container images as files: every image, platform, layer and file of a store, without unpacking.");
        root.Options.Add(GlobalOptions.Quiet);
        root.Options.Add(GlobalOptions.Verbose);
        root.Subcommands.Add(MountCommand.Create());
        root.Subcommands.Add(UmountCommand.Create());
        root.Subcommands.Add(MountsCommand.Create());
        root.Subcommands.Add(ImagesCommand.Create());
        root.Subcommands.Add(InspectCommand.Create());
        root.Subcommands.Add(HistoryCommand.Create());
        root.Subcommands.Add(FindCommand.Create());
        root.Subcommands.Add(DuCommand.Create());
        root.Subcommands.Add(LayersCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(IndexCommand.Create());
        root.Subcommands.Add(CacheCommand.Create());
        // A word that begins with @ is a word like any other, not a file of words.
        var words = MountHelperArguments.Normalise(args, [.. root.Subcommands.Select(command => command.Name)]);
        var parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var verbose = parsed.GetValue(GlobalOptions.Verbose);
        if (parsed.Errors.Count > 0)
        {
            return Fail(
                parsed.UnmatchedTokens is [var unknown, ..] ? $"{unknown}: no such command, option or argument" : parsed.Errors[0].Message.TrimEnd('.'),
                $"see: {Name(parsed.CommandResult.Command)} --help",
                ExitStatus.Usage);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception error)
        {
            if (verbose)
            {
                foreach (var line in error.ToString().Split('\n'))
                {
                    Console.Error.WriteLine(Output.Line(line, int.MaxValue));
                }
            }

            return Fail(error);
        }
    }

    private static string Name(Command command) => command is RootCommand ? "ocifs" : $"ocifs {command.Name}";

    /// <summary>One line on standard error for what went wrong, and the exit status for it.</summary>
    private static int Fail(Exception error) => error switch
    {
        UsageException => Fail(error.Message, null, ExitStatus.Usage),
        OciFsException or FuseMountException => Fail(error.Message, null, ExitStatus.Failed),
        IOException or UnauthorizedAccessException => Fail(error.Message, null, ExitStatus.Failed),
        _ => Fail($"{error.GetType().Name}: {error.Message}", "this is a bug in ocifs; --verbose shows where", ExitStatus.Failed),
    };

    private static int Fail(string what, string? hint, int status)
    {
        Output.Warn(hint is null ? what : $"{what} ({hint})");
        return status;
    }
}
