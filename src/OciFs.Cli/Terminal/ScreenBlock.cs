using System.Text;

namespace OciFs.Cli.Terminal;

/// <summary>
/// Lines on standard output that are written over again and again, where <see cref="Screen.CanDraw"/>. The cursor stands behind them, at the beginning of a line: a
/// program that is ended leaves the terminal as it was. By control functions of ECMA-48: CUU, EL, ED. One thread.
/// </summary>
internal sealed class ScreenBlock
{
    private readonly List<int> _columns = []; // Of the lines that are shown.

    /// <summary>Draws lines in place of those that are shown.</summary>
    /// <param name="lines">Printable, and none wider than the window; as many as the window has room for are drawn.</param>
    public void Draw(IReadOnlyList<string> lines)
    {
        // Lines that were wider than the window is now have been broken.
        var width = Math.Max(Screen.Width, 1);
        var rows = _columns.Sum(columns => Math.Max((columns + width - 1) / width, 1));
        var text = new StringBuilder(rows == 0 ? "\r" : $"\r\e[{rows}A");
        _columns.Clear();
        foreach (var line in lines.Take(Screen.Height - 1))
        {
            _columns.Add(Columns.Of(line));
            text.Append(line).Append("\e[K\n");
        }

        Output.Stream.Write(Encoding.UTF8.GetBytes(text.Append("\e[J").ToString()));
        Output.Stream.Flush();
    }
}
