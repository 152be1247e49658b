using System.CommandLine;

namespace OciFs.Cli.Arguments;

/// <summary>What <c>mount</c> takes as long options it takes in <c>-o</c> as well, without the dashes: a line of fstab has no other place for them.</summary>
internal static class LongMountOptions
{
    /// <summary>The words of a command line of <c>mount</c>, with such options of each <c>-o</c> as words of their own before it.</summary>
    /// <param name="words">The command's name and the words behind it.</param>
    /// <param name="options">The options that may stand in <c>-o</c>.</param>
    public static string[] Spread(string[] words, IReadOnlyList<Option> options)
    {
        List<string> spread = [];
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "--")
            {
                return [.. spread, .. words[i..]];
            }

            if (words[i] is "-o" or "--options" && i + 1 < words.Length)
            {
                Spread(words[++i], options, spread);
            }
            else if (ValueOf(words[i]) is { } list)
            {
                Spread(list, options, spread);
            }
            else
            {
                spread.Add(words[i]);
            }
        }

        return [.. spread];
    }

    private static string? ValueOf(string word) =>
        word.StartsWith("--options=", StringComparison.Ordinal) ? word["--options=".Length..]
        : word.StartsWith("-o", StringComparison.Ordinal) && word.Length > 2 ? word[2..].TrimStart('=')
        : null;

    private static void Spread(string list, IReadOnlyList<Option> options, List<string> words)
    {
        var parts = list.Split(',').ToLookup(part => options.Any(option => IsGiven(option, part)));
        words.AddRange(parts[true].Select(part => $"--{part}"));
        if (parts[false].Any() || !parts[true].Any())
        {
            words.AddRange(["-o", string.Join(',', parts[false])]);
        }
    }

    // A flag stands alone, any other option with its value.
    private static bool IsGiven(Option option, string part) =>
        option is Option<bool> ? $"--{part}" == option.Name : $"--{part}".StartsWith($"{option.Name}=", StringComparison.Ordinal);
}
