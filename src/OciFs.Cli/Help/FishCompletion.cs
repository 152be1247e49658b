using System.CommandLine;
using System.Text;

namespace OciFs.Cli.Help;

/// <summary>Makes the script by which fish completes words of <c>ocifs</c>.</summary>
internal static class FishCompletion
{
    /// <summary>The script.</summary>
    public static string Script(RootCommand root)
    {
        var script = new StringBuilder("# fish completion of ocifs, made by: ocifs completion fish\n\ncomplete -c ocifs -f\n");
        foreach (var option in CommandWords.OptionsOf(root, root))
        {
            script.Append($"complete -c ocifs -n __fish_use_subcommand{WordsOf(option, root)}\n");
        }

        foreach (var command in CommandWords.Shown(root))
        {
            script.Append($"complete -c ocifs -n __fish_use_subcommand -a {command.Name} -d {Quoted(command.Description ?? string.Empty)}\n");
        }

        foreach (var command in CommandWords.Shown(root))
        {
            Append(script, command, root, $"complete -c ocifs -n '__fish_seen_subcommand_from {command.Name}'");
        }

        return script.ToString();
    }

    private static void Append(StringBuilder script, Command command, RootCommand root, string start)
    {
        foreach (var option in CommandWords.OptionsOf(command, root))
        {
            script.Append($"{start}{WordsOf(option, command)}\n");
        }

        foreach (var item in CommandWords.Shown(command))
        {
            script.Append($"{start} -a {item.Name} -d {Quoted(item.Description ?? string.Empty)}\n");
        }

        foreach (var choices in command.Arguments.Select(argument => CompletedWords.ChoicesOf(argument, root)).Where(choices => choices.Length > 0))
        {
            script.Append($"{start} -a {Quoted(string.Join(' ', choices))}\n");
        }

        var words = command.Arguments.Select(CompletedWords.Of).ToArray();
        if (words.Contains(CompletedWord.Source))
        {
            script.Append($"{start} -F -a {Quoted(string.Join(' ', CompletedWords.Transports))}\n")
                .Append($"{start} -a '(ocifs completion images (commandline -ct) 2>/dev/null)'\n");
        }
        else if (words.Contains(CompletedWord.File))
        {
            script.Append($"{start} -F\n");
        }
    }

    // Long words of one dash are "old" ones there.
    private static string WordsOf(Option option, Command command)
    {
        var words = CommandWords.WordsOf(option, command).Select(word => word.StartsWith("--", StringComparison.Ordinal)
            ? $" -l {word[2..]}"
            : word.Length == 2 ? $" -s {Quoted(word[1..])}" : $" -o {word[1..]}");
        var value = CommandWords.ValueOf(option) is null ? string.Empty : CompletedWords.Of(option) is CompletedWord.Nothing ? " -x" : " -r";
        return $"{string.Concat(words)}{value} -d {Quoted(option.Description ?? string.Empty)}";
    }

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
