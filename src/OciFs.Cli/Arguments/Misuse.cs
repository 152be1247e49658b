using System.CommandLine;
using System.CommandLine.Parsing;
using OciFs.Cli.Help;

namespace OciFs.Cli.Arguments;

/// <summary>Says in our own words what cannot be understood of a command line: the parser's speak of its types, and change with its releases.</summary>
internal static class Misuse
{
    /// <summary>What is wrong; null where all can be understood.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="words">Its words.</param>
    public static string? Of(ParseResult parsed, string[] words)
    {
        if (parsed.Action is HelpPage)
        {
            return null;
        }

        var command = parsed.CommandResult.Command;
        if (WithoutValue(command, (RootCommand)parsed.RootCommandResult.Command, words) is { } empty)
        {
            return empty;
        }

        if (StrictWords.UnknownOption(parsed, words) is { } option)
        {
            return NoOption(command, option);
        }

        return parsed.Errors.Count == 0 ? null
            : parsed.UnmatchedTokens is [var unknown, ..] ? Unmatched(command, unknown)
            : Error(parsed.Errors[0], parsed);
    }

    // The parser takes the next word for what is not there.
    private static string? WithoutValue(Command command, RootCommand root, string[] words)
    {
        foreach (var word in words.TakeWhile(word => word != "--").Where(word => word is ['-', _, .., '=']))
        {
            var name = word[..^1];
            var option = command.Options.Concat(root.Options.Where(option => option.Recursive))
                .FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name, StringComparer.Ordinal));
            if (option is not null)
            {
                return CommandWords.ValueOf(option) is null ? $"{name} takes no value" : $"{name} needs a value";
            }
        }

        return null;
    }

    private static string NoOption(Command command, string option) => command.Name == "find" && FindOptions.Unsupported.Contains(option)
        ? $"{option}: a word of find(1) that is not supported"
        : $"{option}: no such option";

    private static string Unmatched(Command command, string word)
    {
        string[] names = [.. command.Subcommands.Where(item => command is RootCommand || !item.Hidden).Select(item => item.Name)];
        return word.StartsWith('-') ? NoOption(command, word)
            : NearWord.Of(word, names) is { } near ? $"{word}: no such command, did you mean {near}?"
            : names.Length > 0 ? $"{word}: no such command, option or argument"
            : command.Arguments is [.., var last] ? $"{word}: one {last.Name} only"
            : $"{word}: {command.Name} takes no arguments";
    }

    private static string Error(ParseError error, ParseResult parsed) => error.SymbolResult switch
    {
        OptionResult { Tokens.Count: 0 } option => $"{Typed(option)} needs a value",
        OptionResult option when option.Tokens.Count > option.Option.Arity.MaximumNumberOfValues => $"{Typed(option)}: once only",
        OptionResult { Option: Option<int> or Option<int?> or Option<int[]> or Option<long> } option => NoNumber(option),
        ArgumentResult { Tokens.Count: 0, Argument: var argument } => Missing(argument, parsed),
        CommandResult { Command: RootCommand } => "a command is missing",
        _ => error.Message.TrimEnd('.'),
    };

    private static string Typed(OptionResult option) => option.IdentifierToken?.Value ?? option.Option.Name;

    private static string NoNumber(OptionResult option)
    {
        var text = option.Tokens.Select(token => token.Value).FirstOrDefault(value => !int.TryParse(value, out _)) ?? option.Tokens[0].Value;
        return text.Length > 0 && text.All(char.IsAsciiDigit) ? $"{Typed(option)} {text}: too large a number" : $"{Typed(option)} {text}: not a number";
    }

    private static string Missing(Argument argument, ParseResult parsed)
    {
        var before = parsed.CommandResult.Command.Arguments.TakeWhile(other => other != argument).SelectMany(other => parsed.GetResult(other)?.Tokens ?? []).FirstOrDefault();
        return argument.Name == "PATH" && before is not null && ImagePath.HintOf(before.Value, parsed) is { } hint ? $"{argument.Name} is missing: {hint}" : $"{argument.Name} is missing";
    }
}
