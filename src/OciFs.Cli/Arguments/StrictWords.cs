using System.CommandLine;
using System.CommandLine.Parsing;

namespace OciFs.Cli.Arguments;

/// <summary>Finds words that are no option of their command and look like one: none is ever taken for a SOURCE, an IMAGE or a PATH but behind <c>--</c>.</summary>
internal static class StrictWords
{
    /// <summary>The first word of a command line that would be an argument and looks like an option; null where there is none.</summary>
    public static string? UnknownOption(ParseResult parsed)
    {
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .ToHashSet((IEqualityComparer<Token>)ReferenceEqualityComparer.Instance);
        foreach (var token in parsed.Tokens)
        {
            if (token.Type is TokenType.DoubleDash)
            {
                return null;
            }

            if (token.Value is ['-', _, ..] && arguments.Contains(token))
            {
                return token.Value;
            }
        }

        return null;
    }
}
