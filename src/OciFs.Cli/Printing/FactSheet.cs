namespace OciFs.Cli.Printing;

/// <summary>Prints facts one below the other, each with its name before it. What is not told is left out.</summary>
internal static class FactSheet
{
    private const int NameWidth = 14;
    private const int MostLines = 10;

    // Where a window is narrower than all sense.
    private const int LeastText = 16;

    /// <summary>Prints a fact.</summary>
    public static void Fact(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Print(name, text);
        }
    }

    /// <summary>Prints a fact of several lines; of many the first.</summary>
    public static void Facts(string name, IReadOnlyCollection<string> lines)
    {
        // One more line than would say that there is one more is as short.
        var shown = lines.Count > MostLines + 1 ? MostLines : lines.Count;
        foreach (var line in lines.Take(shown))
        {
            Print(name, line);
            name = string.Empty;
        }

        More(lines.Count - shown);
    }

    /// <summary>Prints the first rows of a table.</summary>
    public static void Table(string[] headings, IReadOnlyCollection<string[]> rows, int most)
    {
        var shown = rows.Count > most + 1 ? most : rows.Count;
        Output.Table(headings, rows.Take(shown));
        More(rows.Count - shown);
    }

    private static void More(int left)
    {
        if (left > 0)
        {
            Print(string.Empty, $"… {left} more (--json shows all)");
        }
    }

    private static void Print(string name, string text)
    {
        foreach (var line in Wrapped(Output.Line(text, int.MaxValue), Math.Max(Screen.Width - NameWidth, LeastText)))
        {
            Console.Out.WriteLine($"{name.PadRight(NameWidth)}{line}".TrimEnd());
            name = string.Empty;
        }
    }

    /// <summary>A text in lines of at most so many columns: broken at a blank where there is one, else anywhere.</summary>
    internal static IEnumerable<string> Wrapped(string text, int width)
    {
        while (Columns.Of(text) > width)
        {
            // Without the mark that it is cut; a character may be wider than what is left.
            var fitting = Math.Max(Columns.Cut(text, width + 1).Length - 1, 1);
            var blank = text.LastIndexOf(' ', fitting - 1);
            var end = text[fitting] == ' ' || blank <= 0 ? fitting : blank;
            yield return text[..end];
            text = text[end..].TrimStart(' ');
        }

        yield return text;
    }
}
