using System.CommandLine;
using System.Text;

namespace OciFs.Cli.Help;

/// <summary>Makes the script by which bash completes words of <c>ocifs</c>. It needs nothing but bash.</summary>
internal static class BashCompletion
{
    /// <summary>The script.</summary>
    public static string Script(RootCommand root)
    {
        var script = new StringBuilder("# bash completion of ocifs, made by: ocifs completion bash\n\n_ocifs_words() {\n    files=''\n    case $1 in\n");
        foreach (var command in CommandWords.Shown(root))
        {
            var files = Words(command, root, option => CompletedWords.Of(option) is CompletedWord.File);
            script.Append($"        {command.Name}) options='{Words(command, root, _ => true)}' valued='{Words(command, root, IsValued)}'")
                .Append(files.Length > 0 ? $" files='{files}'" : string.Empty)
                .Append($" words='{string.Join(' ', Choices(command, root))}' kinds='{Kinds(command)}' ;;\n");
        }

        return script.Append($"        *) options='{Words(root, root, _ => true)}' valued='' words='' kinds='' ;;\n    esac\n}}\n")
            .Append(Body.Replace("COMMANDS", string.Join(' ', CommandWords.Shown(root).Select(item => item.Name)), StringComparison.Ordinal)
                .Replace("TRANSPORTS", string.Join(' ', CompletedWords.Transports), StringComparison.Ordinal)).ToString();
    }

    // Bash breaks words at colons too, and replaces only what is behind the last.
    private const string Body = """

        _ocifs() {
            local options valued files words kinds command='' places=0 previous='' word
            local -a typed
            read -ra typed <<<"${COMP_LINE:0:COMP_POINT}"
            local current=''
            case ${COMP_LINE:0:COMP_POINT} in *' ') ;; *) current=${typed[-1]}; unset 'typed[-1]' ;; esac
            for word in "${typed[@]:1}"; do
                if [[ -z $command ]]; then
                    [[ $word == -* ]] || { command=$word; _ocifs_words "$command"; }
                elif [[ $word != -* && " $valued " != *" $previous "* ]]; then
                    places=$((places + 1))
                fi
                previous=$word
            done
            COMPREPLY=()
            if [[ -z $command ]]; then
                _ocifs_words ''
                if [[ $current == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
                else
                    mapfile -t COMPREPLY < <(compgen -W 'COMMANDS' -- "$current")
                fi
                return
            fi
            if [[ $current == -* ]]; then
                mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
                return
            fi
            local -a each
            read -ra each <<<"$kinds"
            local kind='none'
            [[ ${#each[@]} -eq 0 ]] || kind=${each[places < ${#each[@]} ? places : ${#each[@]} - 1]}
            if [[ " $valued " == *" $previous "* ]]; then
                kind='none'
                [[ " $files " != *" $previous "* ]] || kind='file'
            elif [[ -n $words && $places -eq 0 ]]; then
                mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
            fi
            case $kind in
                source)
                    local before=''
                    case $current in oci:* | oci-archive:* | docker-archive:* | containers-storage:* | docker-store:* | containerd:*) before=${current%%:*}: ;; esac
                    if [[ -z $before ]]; then
                        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W 'TRANSPORTS' -- "$current")
                        [[ ${#COMPREPLY[@]} -eq 0 ]] || compopt -o nospace
                    fi
                    compopt -o filenames
                    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -P "$before" -f -- "${current#"$before"}")
                    if [[ $current == *:* ]]; then
                        while read -r word; do
                            [[ $word != "$current"* ]] || COMPREPLY+=("$word")
                        done < <("$1" completion images "$current" 2>/dev/null)
                    fi
                    ;;
                file)
                    compopt -o filenames
                    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current")
                    ;;
            esac
            if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
                COMPREPLY=("${COMPREPLY[@]#"${current%"${current##*:}"}"}")
            fi
        }

        complete -F _ocifs ocifs

        """;

    private static bool IsValued(Option option) => CommandWords.ValueOf(option) is not null;

    private static string Words(Command command, RootCommand root, Func<Option, bool> isMeant) =>
        string.Join(' ', CommandWords.OptionsOf(command, root).Where(isMeant).SelectMany(option => CommandWords.WordsOf(option, command)));

    private static IEnumerable<string> Choices(Command command, RootCommand root) =>
        CommandWords.Shown(command).Select(item => item.Name).Concat(command.Arguments.Take(1).SelectMany(argument => CompletedWords.ChoicesOf(argument, root)));

    private static string Kinds(Command command) =>
        string.Join(' ', command.Arguments.Select(argument => CompletedWords.Of(argument) switch { CompletedWord.Source => "source", CompletedWord.File => "file", _ => "none" }));
}
