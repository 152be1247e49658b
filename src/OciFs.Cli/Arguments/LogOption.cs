using System.CommandLine;
using OciFs.Host.Logging;

namespace OciFs.Cli.Arguments;

/// <summary>
/// <c>--log WHERE[:LEVEL]</c>. Without it warnings and errors are lines on standard error; in the background, where nobody hears that once the mount is usable, they
/// go to the journal from then on, if there is one.
/// </summary>
internal static class LogOption
{
    /// <summary>The option's definition.</summary>
    public static Option<string?> Create() => new("--log")
    {
        Description = "Where to tell what happens: text or json (lines on standard error, with -f) or journal; and from which level on: error, warning or info (which is "
            + "what is meant). Without this option warnings and errors, as text; in the background to the journal once the mount is usable",
        HelpName = "WHERE[:LEVEL]",
    };

    /// <summary>Opens the log.</summary>
    /// <param name="text">The option's value; null for none.</param>
    /// <param name="isForeground">Whether the mount stays in the foreground.</param>
    /// <param name="isHeard">Whether somebody hears standard error once the mount is usable.</param>
    /// <exception cref="UsageException">It says nothing, or is nothing in the background.</exception>
    /// <exception cref="OciFsException">There is no journal.</exception>
    public static MountLog Open(string? text, bool isForeground, bool isHeard)
    {
        if (text is null)
        {
            return new MountLog(new TextSink(Output.Warn), LogLevel.Warning) { Later = isHeard ? null : JournalSink.TryOpen(JournalSink.UsualPath) };
        }

        var (where, least) = text.Split(':') switch
        {
            [var place] => (place, LogLevel.Info),
            [var place, "error"] => (place, LogLevel.Error),
            [var place, "warning"] => (place, LogLevel.Warning),
            [var place, "info"] => (place, LogLevel.Info),
            _ => throw new UsageException($"--log {text}: it is text, json or journal, and behind a colon error, warning or info"),
        };
        if (where is "text" or "json" && !isForeground)
        {
            throw new UsageException($"--log {text}: in the background nobody hears standard error (add -f, or use --log journal)");
        }

        return new MountLog(SinkOf(text, where), least);
    }

    private static ILogSink SinkOf(string text, string where) => where switch
    {
        "text" => new TextSink(Output.Warn),
        "json" => new JsonSink(Console.Error.WriteLine),
        "journal" => JournalSink.Open(JournalSink.UsualPath),
        _ => throw new UsageException($"--log {text}: it is text, json or journal, and behind a colon error, warning or info"),
    };
}
