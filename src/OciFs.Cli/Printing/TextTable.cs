namespace OciFs.Cli.Printing;

/// <summary>Rows under headings, no line wider than it may be. One table; one thread.</summary>
/// <param name="width">Columns of a line; <see cref="int.MaxValue"/> for as many as it takes.</param>
internal sealed class TextTable(int width)
{
    // Rows that a table's columns are measured by: later ones are printed as they come.
    private const int MeasuredRows = 200;

    // What is cut to less than a short digest tells nothing from anything.
    private const int LeastWidth = 12;

    private const string Between = "  ";

    /// <summary>
    /// Prints rows under headings, each column as wide as its widest cell in the first rows; headings only where there are rows. Rows behind those are printed
    /// as soon as they are there. On a terminal the widest columns are cut until a line fits.
    /// </summary>
    /// <param name="headings">A word for each column.</param>
    /// <param name="rows">The rows; texts of others may be in them.</param>
    /// <param name="least">Where given, how wide the first column is at least.</param>
    public void Print(string[] headings, IEnumerable<string[]> rows, int least)
    {
        foreach (var line in Lines(headings, rows, least))
        {
            Console.Out.WriteLine(line);
        }
    }

    /// <summary>The lines that <see cref="Print"/> prints, each as soon as it is there.</summary>
    public IEnumerable<string> Lines(string[] headings, IEnumerable<string[]> rows, int least)
    {
        List<string[]> measured = [headings];
        int[]? widths = null;
        foreach (var row in rows)
        {
            var cells = Array.ConvertAll(row, cell => Output.Line(cell, int.MaxValue));
            if (widths is not null)
            {
                yield return LineOf(cells, widths);
                continue;
            }

            measured.Add(cells);
            if (measured.Count == MeasuredRows)
            {
                widths = WidthsOf(measured, least);
                foreach (var early in measured)
                {
                    yield return LineOf(early, widths);
                }
            }
        }

        if (widths is null && measured.Count > 1)
        {
            widths = WidthsOf(measured, least);
            foreach (var line in measured)
            {
                yield return LineOf(line, widths);
            }
        }
    }

    /// <summary>Widths of columns that together fit: of the widest as much is cut as it takes, but none is cut below what tells something.</summary>
    internal int[] Fitting(int[] wanted)
    {
        if (width == int.MaxValue)
        {
            return wanted;
        }

        int[] widths = [.. wanted.Select(column => Math.Min(column, width))];
        while (widths.Sum() + (Between.Length * (widths.Length - 1)) > width && widths.Max() > LeastWidth)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }

        return widths;
    }

    /// <summary>A line of the table.</summary>
    internal string LineOf(string[] cells, int[] widths)
    {
        var line = string.Join(Between, cells.Select((cell, column) => Columns.Pad(width == int.MaxValue ? cell : Columns.Cut(cell, widths[column]), widths[column])));
        return Columns.Cut(line.TrimEnd(), width);
    }

    private int[] WidthsOf(List<string[]> measured, int least)
    {
        var wanted = Enumerable.Range(0, measured[0].Length).Select(column => measured.Max(row => Columns.Of(row[column]))).ToArray();
        wanted[0] = Math.Max(wanted[0], least);
        return Fitting(wanted);
    }
}
