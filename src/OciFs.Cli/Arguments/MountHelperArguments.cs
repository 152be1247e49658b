namespace OciFs.Cli.Arguments;

/// <summary>The second form of the command line, <c>ocifs SOURCE MOUNTPOINT -o …</c>, in which mount(8) and fstab call a helper (design §3).</summary>
internal static class MountHelperArguments
{
    /// <summary>
    /// Puts <c>mount</c> in front where the first word is neither a command nor an option and a second one follows; not where the first is a mistyped command: near
    /// to one, and no file.
    /// </summary>
    public static string[] Normalise(string[] args, IReadOnlyCollection<string> commands) =>
        args.Length >= 2 && !args[0].StartsWith('-') && !args[1].StartsWith('-') && !commands.Contains(args[0], StringComparer.Ordinal)
        && (NearWord.Of(args[0], commands) is null || args[0].Contains(':', StringComparison.Ordinal) || Path.Exists(args[0]))
            ? ["mount", .. args]
            : args;
}
