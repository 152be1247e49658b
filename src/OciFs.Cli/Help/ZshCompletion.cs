using System.CommandLine;
using System.Text;

namespace OciFs.Cli.Help;

/// <summary>Makes the script by which zsh completes words of <c>ocifs</c> (zshcompsys(1)).</summary>
internal static class ZshCompletion
{
    /// <summary>The script.</summary>
    public static string Script(RootCommand root)
    {
        var script = new StringBuilder("#compdef ocifs\n# zsh completion of ocifs, made by: ocifs completion zsh\n\n");
        script.Append($"_ocifs_source() {{\n    local -a transports=({string.Join(' ', CompletedWords.Transports)})\n")
            .Append("    [[ $PREFIX != *:* ]] || compadd -- ${(f)\"$(ocifs completion images ${(Q)PREFIX} 2>/dev/null)\"}\n")
            .Append("    if compset -P '(oci|oci-archive|docker-archive|containers-storage|docker-store|containerd):'; then\n        _files\n")
            .Append("    else\n        compadd -S '' -a transports\n        _files\n    fi\n}\n\n_ocifs() {\n    local context state state_descr line\n    typeset -A opt_args\n");
        script.Append("    local -a commands=(\n");
        foreach (var command in CommandWords.Shown(root))
        {
            script.Append($"        {Quoted($"{command.Name}:{command.Description}")}\n");
        }

        script.Append("    )\n    _arguments -C \\\n");
        AppendOptions(script, root, root, "        ");
        script.Append("        '1: :->command' '*:: :->argument' && return\n    case $state in\n        command) _describe -t commands command commands ;;\n        argument)\n")
            .Append("            case $words[1] in\n");
        foreach (var command in CommandWords.Shown(root))
        {
            script.Append($"                {command.Name}) _arguments -s \\\n");
            AppendOptions(script, command, root, "                    ");
            script.Append($"                    {string.Join(' ', Arguments(command, root))} ;;\n");
        }

        return script.Append("            esac ;;\n    esac\n}\n\n")
            .Append("if [ \"$funcstack[1]\" = _ocifs ]; then\n    _ocifs \"$@\"\nelse\n    compdef _ocifs ocifs\nfi\n").ToString();
    }

    private static void AppendOptions(StringBuilder script, Command command, RootCommand root, string indent)
    {
        foreach (var option in CommandWords.OptionsOf(command, root))
        {
            var words = CommandWords.WordsOf(option, command);
            var value = CommandWords.ValueOf(option) is { } name ? $":{Plain(name)}:{ActionOf(CompletedWords.Of(option))}" : string.Empty;
            foreach (var word in words)
            {
                script.Append($"{indent}{Quoted($"({string.Join(' ', words)}){word}[{Plain(option.Description ?? string.Empty)}]{value}")} \\\n");
            }
        }
    }

    private static IEnumerable<string> Arguments(Command command, RootCommand root)
    {
        if (CommandWords.Shown(command).Any())
        {
            yield return Quoted($"1:command:({string.Join(' ', CommandWords.Shown(command).Select(item => item.Name))})");
        }

        for (var i = 0; i < command.Arguments.Count; i++)
        {
            var argument = command.Arguments[i];
            var action = CompletedWords.ChoicesOf(argument, root) is { Length: > 0 } choices ? $"({string.Join(' ', choices)})" : ActionOf(CompletedWords.Of(argument));
            yield return Quoted($"{(argument.Arity.MaximumNumberOfValues > 1 ? "*" : $"{i + 1}")}:{Plain(argument.Name)}:{action}");
        }
    }

    private static string ActionOf(CompletedWord word) => word switch { CompletedWord.Source => "_ocifs_source", CompletedWord.File => "_files", _ => " " };

    private static string Plain(string text) => text.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal);

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
