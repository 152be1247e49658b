using System.Text;

namespace OciFs.Cli.Terminal;

/// <summary>
/// The one line of a terminal that is written again and again, on standard error, and erased before anything else is written there. It is drawn with a carriage
/// return and blanks alone, which every terminal knows, and only where the cursor stands at the beginning of a line. Any thread.
/// </summary>
internal static class ScreenLine
{
    // Room for the two characters that a terminal shows of Ctrl-C.
    private const int Margin = 3;
    private const int UsualWidth = 80;

    // Held while anything is written to the terminal.
    private static readonly Lock Gate = new();
    private static int _columns; // Of the line that is shown; under the gate, as the next.
    private static bool _isWithinLine;

    /// <summary>Draws the line in place of the one that is shown.</summary>
    /// <param name="line">Makes it, of at most so many columns as it is given.</param>
    public static void Draw(Func<int, string> line)
    {
        lock (Gate)
        {
            // Of a job in the background the terminal belongs to somebody else.
            if (_isWithinLine || !TerminalInterop.IsInForeground())
            {
                return;
            }

            var width = TerminalInterop.Columns(TerminalInterop.StandardError) is > 0 and var told ? told : UsualWidth;
            Interruption.Watch();
            var text = line(Math.Max(width - Margin, 1));
            var columns = Columns.Of(text);
            Put($"\r{text}{new string(' ', Math.Max(_columns - columns, 0))}\r{text}");
            _columns = columns;
        }
    }

    /// <summary>Erases the line, if one is shown.</summary>
    public static void Erase()
    {
        lock (Gate)
        {
            EraseShown();
        }
    }

    /// <summary>Writes something else to the terminal.</summary>
    /// <param name="bytes">What is being written; where it ends tells whether the line may be drawn behind it.</param>
    /// <param name="write">Writes it.</param>
    public static void Write(ReadOnlySpan<byte> bytes, Action<ReadOnlySpan<byte>> write)
    {
        lock (Gate)
        {
            EraseShown();
            if (!bytes.IsEmpty)
            {
                _isWithinLine = bytes[^1] != (byte)'\n';
                write(bytes);
            }
        }
    }

    private static void EraseShown()
    {
        if (_columns > 0)
        {
            Put($"\r{new string(' ', _columns + Margin - 1)}\r");
            _columns = 0;
        }
    }

    // Nobody is told of what a terminal does not take that went away.
    private static void Put(string text) => TerminalInterop.WriteAll(TerminalInterop.StandardError, Encoding.UTF8.GetBytes(text));
}
