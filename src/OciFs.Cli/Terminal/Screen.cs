namespace OciFs.Cli.Terminal;

/// <summary>What is known of the terminal that standard output and standard error may be.</summary>
internal static class Screen
{
    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

    /// <summary>Whether standard output is a terminal: what is printed is for a person.</summary>
    public static bool IsOutput { get; } = TerminalInterop.isatty(TerminalInterop.StandardOutput) == 1;

    /// <summary>Whether standard error is a terminal.</summary>
    public static bool IsError { get; } = TerminalInterop.isatty(TerminalInterop.StandardError) == 1;

    /// <summary>Columns of standard output now; without end where it is no terminal.</summary>
    public static int Width => !IsOutput ? int.MaxValue : TerminalInterop.Columns(TerminalInterop.StandardOutput) is > 0 and var columns ? columns : UsualWidth;

    /// <summary>Lines of the terminal that standard output is.</summary>
    public static int Height => TerminalInterop.Rows(TerminalInterop.StandardOutput) is > 0 and var rows ? rows : UsualHeight;

    /// <summary>Whether what stands on standard output can be written over: a terminal that knows how to move its cursor.</summary>
    public static bool CanDraw { get; private set; }

    /// <summary>Whether standard output may be coloured: a terminal that can, of somebody who did not forbid it (no-color.org).</summary>
    public static bool HasColour { get; private set; }

    /// <summary>Whether a line on standard error can be written over: a terminal that knows a carriage return.</summary>
    public static bool CanMove { get; private set; }

    /// <summary>To be called before anything else: takes from the environment what it says of the terminal.</summary>
    public static void Begin()
    {
        var isAble = Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        HasColour = isAble && IsOutput && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        CanMove = isAble && IsError;
        CanDraw = isAble && IsOutput;

        // The runtime's console puts the keypad of whatever terminal it finds into application mode, and leaves it so. To a dumb one it has nothing to say.
        Environment.SetEnvironmentVariable("TERM", "dumb");
    }
}
