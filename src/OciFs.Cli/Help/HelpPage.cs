using System.CommandLine;
using System.CommandLine.Invocation;

namespace OciFs.Cli.Help;

/// <summary>Prints what <c>--help</c> tells, wrapped to the terminal.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    private const int WidthWithoutTerminal = 80;
    private const int MostWidth = 110;
    private const int LeastWidth = 40;
    private const int Indent = 2;
    private const int MostNameWidth = 28;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Print(parseResult.CommandResult.Command, (RootCommand)parseResult.RootCommandResult.Command);
        return ExitStatus.Done;
    }

    /// <summary>Prints the page of a command.</summary>
    public static void Print(Command command, RootCommand root)
    {
        var width = Screen.IsOutput ? Math.Clamp(Screen.Width, LeastWidth, MostWidth) : WidthWithoutTerminal;
        var path = CommandWords.PathOf(command);
        Write(command.Description ?? string.Empty, 0, width);
        Console.Out.WriteLine();
        Heading("Usage");
        Write(CommandWords.UsageOf(command, path), Indent, width);
        Table("Commands", [.. CommandWords.Shown(command).Select(item => (item.Name, item.Description ?? string.Empty))], width);
        Table("Arguments", [.. command.Arguments.Where(argument => !argument.Hidden).Select(argument => (argument.Name, argument.Description ?? string.Empty))], width);
        Table("Options", [.. CommandWords.OptionsOf(command, root).Select(option => (NameOf(option, command), option.Description ?? string.Empty))], width);
        PrintPage(command is RootCommand ? null : CommandPages.Of(command.Name), width);
        if (command is RootCommand)
        {
            Console.Out.WriteLine();
            Write("ocifs COMMAND --help tells of a command, ocifs man of everything.", 0, width);
        }
    }

    /// <summary>A text in lines of at most <paramref name="width"/> characters, broken between words.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = string.Empty;
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }

    private static void PrintPage(CommandPage? page, int width)
    {
        if (page is null)
        {
            return;
        }

        if (page.Examples.Length > 0)
        {
            Console.Out.WriteLine();
            Heading("Examples");
            foreach (var example in page.Examples)
            {
                Console.Out.WriteLine($"  $ {example.Line}");
                Write(example.What, Indent * 3, width);
            }
        }

        Table("Exit status", [.. page.ExitStatuses.Select(status => ($"{status.Status}", status.Meaning))], width);
    }

    private static string NameOf(Option option, Command command) =>
        string.Join(", ", CommandWords.WordsOf(option, command)) + (CommandWords.ValueOf(option) is { } value ? $" {value}" : string.Empty);

    private static void Heading(string text) => Console.Out.WriteLine($"{text}:");

    private static void Table(string heading, (string Name, string What)[] rows, int width)
    {
        if (rows.Length == 0)
        {
            return;
        }

        Console.Out.WriteLine();
        Heading(heading);
        var column = Math.Min(MostNameWidth, rows.Max(row => row.Name.Length)) + (2 * Indent);
        foreach (var (name, what) in rows)
        {
            // A long name has a line of its own.
            var start = $"{string.Empty.PadLeft(Indent)}{name}".PadRight(column);
            if (start.Length > column)
            {
                Console.Out.WriteLine(start);
                start = string.Empty.PadLeft(column);
            }

            foreach (var line in Wrap(what, Math.Max(LeastWidth / 2, width - column)))
            {
                Console.Out.WriteLine($"{start}{line}".TrimEnd());
                start = string.Empty.PadLeft(column);
            }
        }
    }

    private static void Write(string text, int indent, int width)
    {
        foreach (var line in Wrap(text, width - indent))
        {
            Console.Out.WriteLine($"{string.Empty.PadLeft(indent)}{line}");
        }
    }
}
