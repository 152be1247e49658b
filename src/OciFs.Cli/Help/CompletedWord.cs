using System.CommandLine;

namespace OciFs.Cli.Help;

/// <summary>What shells complete an argument or an option's value with.</summary>
internal enum CompletedWord
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>Transports and files.</summary>
    Source,

    /// <summary>Files.</summary>
    File,
}

/// <summary>Tells what the words of commands are completed with, by their names.</summary>
internal static class CompletedWords
{
    /// <summary>Transports of a source (design §2).</summary>
    public static readonly string[] Transports = ["oci:", "oci-archive:", "docker-archive:", "containers-storage:", "docker-store:", "containerd:"];

    /// <summary>Shells that there are scripts for.</summary>
    public static readonly string[] Shells = ["bash", "zsh", "fish"];

    /// <summary>The words that an argument is one of; empty where it may be any.</summary>
    public static string[] ChoicesOf(Argument argument, RootCommand root) => argument.Name switch
    {
        "COMMAND" => [.. CommandWords.Shown(root).Select(item => item.Name)],
        "SHELL" => Shells,
        _ => [],
    };

    /// <summary>Of an argument.</summary>
    public static CompletedWord Of(Argument argument) => Of(argument.Name);

    /// <summary>Of an option's value.</summary>
    public static CompletedWord Of(Option option) => CommandWords.ValueOf(option) is { } value ? Of(value) : CompletedWord.Nothing;

    /// <summary>Of the last argument of a command that takes this many; the last may be repeated.</summary>
    public static CompletedWord At(Command command, int place) =>
        command.Arguments.Count == 0 ? CompletedWord.Nothing : Of(command.Arguments[Math.Min(place, command.Arguments.Count - 1)]);

    private static CompletedWord Of(string name) => name switch
    {
        _ when name.Contains("SOURCE", StringComparison.Ordinal) || name.Contains("IMAGE", StringComparison.Ordinal) => CompletedWord.Source,
        "MOUNTPOINT" or "DEST" or "DIR" or "FILE" or "FOLDER" or "FILE.tar|DIR/" => CompletedWord.File,
        _ => CompletedWord.Nothing,
    };
}
