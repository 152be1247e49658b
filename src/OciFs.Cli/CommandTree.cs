using System.CommandLine;
using System.CommandLine.Help;
using OciFs.Cli.Commands;
using OciFs.Cli.Help;
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
        Progress.End();
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

    /// <summary>All commands.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("Shows container images as files: every image, platform, layer and file of a store, without unpacking.");

        // Words in brackets and behind a slash are paths here, not directives and options.
        root.Directives.Clear();
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.Add(new HelpOption("--help", "-h") { Description = "Show this help", Action = new HelpPage() });
        root.Options.Add(GlobalOptions.Quiet);
        root.Options.Add(GlobalOptions.Verbose);
        Command[] commands =
        [
            MountCommand.Create(), UmountCommand.Create(), MountsCommand.Create(),
            ImagesCommand.Create(), InspectCommand.Create(), HistoryCommand.Create(),
            LsCommand.Create(), CatCommand.Create(), StatCommand.Create(), TreeCommand.Create(),
            FindCommand.Create(), DuCommand.Create(), LayersCommand.Create(), DiffCommand.Create(), CopyCommand.Create(), ExportCommand.Create(),
            CheckCommand.Create(), IndexCommand.Create(), CacheCommand.Create(),
            CompletionCommand.Create(), ManCommand.Create(), HelpCommand.Create(),
        ];
        foreach (var command in commands)
        {
            root.Subcommands.Add(command);
        }

        TakeNoValues(root);
        return root;
    }

    // Else a flag would take a word behind it that is "true" or "false".
    private static void TakeNoValues(Command command)
    {
        foreach (var flag in command.Options.OfType<Option<bool>>())
        {
            flag.Arity = ArgumentArity.Zero;
        }

        foreach (var below in command.Subcommands)
        {
            TakeNoValues(below);
        }
    }

    private static int Invoke(string[] args)
    {
        var root = Create();
        string[] names = [.. root.Subcommands.Select(command => command.Name)];
        if (args.Length == 0)
        {
            HelpPage.Print(root, root);
            return ExitStatus.Done;
        }

        if ((MountHelperArguments.IsHelper() ? MountHelperArguments.OfHelper(args) : MountHelperArguments.Normalise(args, names)) is not { } words)
        {
            return ExitStatus.Done;
        }

        var command = words.TakeWhile(word => word.StartsWith('-')).Count();
        if (command < words.Length && words[command] == MountCommand.Name)
        {
            words = [.. words[..command], .. LongMountOptions.Spread(words[command..], MountCommand.LongOptions)];
        }

        // A word that begins with @ is a path, not a file of more words.
        var parsed = root.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var verbose = parsed.GetValue(GlobalOptions.Verbose);
        if (Misuse.Of(parsed, words) is { } misuse)
        {
            return Fail(misuse, $"see: {CommandWords.PathOf(parsed.CommandResult.Command)} --help", ExitStatus.Usage);
        }

        Progress.Begin(isQuiet: parsed.GetValue(GlobalOptions.Quiet));
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
