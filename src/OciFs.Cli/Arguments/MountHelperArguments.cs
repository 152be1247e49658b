namespace OciFs.Cli.Arguments;

/// <summary>
/// The forms of the command line in which mount(8) and fstab call a helper (design §3): <c>ocifs SOURCE MOUNTPOINT -o …</c>, and the program under the name
/// <c>mount.fuse.ocifs</c> (mount(8), EXTERNAL HELPERS).
/// </summary>
internal static class MountHelperArguments
{
    private const string CommandLine = "/proc/self/cmdline";

    /// <summary>
    /// Puts <c>mount</c> in front where the first word is neither a command nor an option and a second one follows; not where the first is a mistyped command: near
    /// to one, and no file.
    /// </summary>
    public static string[] Normalise(string[] args, IReadOnlyCollection<string> commands) =>
        args.Length >= 2 && !args[0].StartsWith('-') && !args[1].StartsWith('-') && !commands.Contains(args[0], StringComparer.Ordinal)
        && (NearWord.Of(args[0], commands) is null || args[0].Contains(':', StringComparison.Ordinal) || Path.Exists(args[0]))
            ? ["mount", .. args]
            : args;

    /// <summary>Whether the program was called by a name of a helper: of the first word of its command line.</summary>
    public static bool IsHelper()
    {
        try
        {
            var line = File.ReadAllBytes(CommandLine).AsSpan();
            var end = line.IndexOf((byte)0);
            var program = end < 0 ? line : line[..end];
            return program[(program.LastIndexOf((byte)'/') + 1)..].StartsWith("mount."u8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// The words of <c>mount.TYPE SOURCE DIR [-sfnv] [-N NAMESPACE] [-o OPTIONS] [-t TYPE]</c> as <c>mount</c> takes them: it prints nothing unless <c>-v</c> is
    /// given. What is left over is for the parser to refuse.
    /// </summary>
    /// <returns>The words; null where nothing is to be done (<c>-f</c>: all but the mounting).</returns>
    public static string[]? OfHelper(string[] args)
    {
        List<string> words = [];
        var (isFake, isVerbose) = (false, false);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "-t":
                    i++;
                    break;
                case "-o" when i + 1 < args.Length:
                    words.AddRange(["-o", args[++i]]);
                    break;
                case ['-', .. { Length: > 0 } flags] when flags.All(flag => flag is 's' or 'f' or 'n' or 'v'):
                    isFake |= flags.Contains('f', StringComparison.Ordinal);
                    isVerbose |= flags.Contains('v', StringComparison.Ordinal);
                    break;
                default:
                    words.Add(args[i]);
                    break;
            }
        }

        return isFake ? null : ["mount", .. isVerbose ? (string[])[] : ["--quiet"], .. words];
    }
}
