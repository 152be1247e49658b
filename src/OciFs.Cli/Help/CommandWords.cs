using System.CommandLine;
using System.CommandLine.Help;

namespace OciFs.Cli.Help;

/// <summary>What definitions of commands say, as help, the manual and completion tell it.</summary>
internal static class CommandWords
{
    /// <summary>Commands of a command that are shown, in order.</summary>
    public static IEnumerable<Command> Shown(Command command) => command.Subcommands.Where(item => !item.Hidden);

    /// <summary>How a command is called, with those that it is one of.</summary>
    public static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } above ? $"{PathOf(above)} {command.Name}" : "ocifs";

    /// <summary>Options of a command itself, and those of all commands that it takes too.</summary>
    public static IEnumerable<Option> OptionsOf(Command command, RootCommand root) => command is RootCommand
        ? command.Options.Where(option => !option.Hidden)
        : command.Options.Concat(root.Options.Where(option => option.Recursive)).Where(option => !option.Hidden);

    /// <summary>The words of an option, short ones first; without those that another option of the command has taken.</summary>
    public static string[] WordsOf(Option option, Command command)
    {
        var taken = command.Options.Contains(option) ? [] : command.Options.SelectMany(other => other.Aliases.Append(other.Name)).ToArray();
        return [.. option.Aliases.Append(option.Name).Distinct(StringComparer.Ordinal).Except(taken, StringComparer.Ordinal).OrderBy(word => word.Length > 2)];
    }

    /// <summary>What stands for an option's value; null where it takes none.</summary>
    public static string? ValueOf(Option option) => option is HelpOption or VersionOption || option.Arity.MaximumNumberOfValues == 0
        ? null
        : option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    /// <summary>An argument as a usage line has it.</summary>
    public static string UsageOf(Argument argument)
    {
        var name = argument.Name + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : string.Empty);
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    /// <summary>The line that says how a command is typed.</summary>
    public static string UsageOf(Command command, string path)
    {
        if (command is RootCommand)
        {
            return $"{path} COMMAND [OPTION...] [ARGUMENT...]";
        }

        var arguments = string.Concat(command.Arguments.Where(argument => !argument.Hidden).Select(argument => $" {UsageOf(argument)}"));
        return Shown(command).Any()
            ? $"{path} [{string.Join('|', Shown(command).Select(item => item.Name))}] [OPTION...]{arguments}"
            : $"{path} [OPTION...]{arguments}";
    }
}
