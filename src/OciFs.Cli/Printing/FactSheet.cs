namespace OciFs.Cli.Printing;

/// <summary>Prints facts one below the other, each with its name before it. What is not told is left out.</summary>
internal static class FactSheet
{
    private const int NameWidth = 14;
    private const int MostLines = 10;

    /// <summary>Prints a fact.</summary>
    public static void Fact(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Console.Out.WriteLine($"{name.PadRight(NameWidth)}{Output.Line(text, int.MaxValue)}");
        }
    }

    /// <summary>Prints a fact of several lines; of many the first.</summary>
    public static void Facts(string name, IReadOnlyCollection<string> lines)
    {
        // One more line than would say that there is one more is as short.
        var shown = lines.Count > MostLines + 1 ? MostLines : lines.Count;
        foreach (var line in lines.Take(shown))
        {
            Console.Out.WriteLine($"{name.PadRight(NameWidth)}{Output.Line(line, int.MaxValue)}".TrimEnd());
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
            Console.Out.WriteLine($"{string.Empty.PadRight(NameWidth)}… {left} more (--json shows all)");
        }
    }
}
