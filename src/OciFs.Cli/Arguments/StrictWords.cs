using System.CommandLine;
using System.CommandLine.Parsing;

namespace OciFs.Cli.Arguments;

/// <summary>Finds words that are no option of their command and look like one: none is ever taken for a SOURCE, an IMAGE or a PATH but behind <c>--</c>.</summary>
internal static class StrictWords
{
    /// <summary>The first word of a command line that looks like an option and is not one, or not in whole; null where there is none.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="words">Its words.</param>
    public static string? UnknownOption(ParseResult parsed, string[] words)
    {
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .ToHashSet((IEqualityComparer<Token>)ReferenceEqualityComparer.Instance);
        var left = words.ToList();
        foreach (var token in parsed.Tokens)
        {
            if (token.Type is TokenType.DoubleDash)
            {
                return null;
            }

            if (!arguments.Contains(token))
            {
                continue;
            }

            if (token.Value is ['-', _, ..])
            {
                return token.Value;
            }

            // What is no word by itself is what was left of a bundle of letters: -lZ is -l and Z.
            if (!left.Remove(token.Value))
            {
                return left.Find(word => word.StartsWith('-') && word.EndsWith(token.Value, StringComparison.Ordinal)) ?? token.Value;
            }
        }

        return null;
    }
}
