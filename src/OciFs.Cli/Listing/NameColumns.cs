namespace OciFs.Cli.Listing;

/// <summary>Arranges cells in columns, down before across, in as few lines as a width allows (as ls(1) does).</summary>
internal static class NameColumns
{
    private const int Gap = 2;
    private const int LeastWidth = 1 + Gap;

    /// <summary>How many lines the cells take, and how wide each column is with the gap behind it.</summary>
    /// <param name="widths">Columns that each cell takes on the terminal.</param>
    /// <param name="screen">Columns that there are.</param>
    public static (int Lines, int[] Columns) Arrange(ReadOnlySpan<int> widths, int screen)
    {
        for (var count = Math.Min(Math.Max(1, (screen + LeastWidth - 1) / LeastWidth), widths.Length); count > 1; count--)
        {
            var lines = (widths.Length + count - 1) / count;
            var columns = Measure(widths, lines, count);
            if (columns.Sum() < screen)
            {
                return (lines, columns);
            }
        }

        return (widths.Length, [0]);
    }

    // A column that has nothing left for it takes the least.
    private static int[] Measure(ReadOnlySpan<int> widths, int lines, int count)
    {
        var columns = new int[count];
        Array.Fill(columns, LeastWidth);
        for (var i = 0; i < widths.Length; i++)
        {
            var column = i / lines;
            columns[column] = Math.Max(columns[column], widths[i] + (column == count - 1 ? 0 : Gap));
        }

        return columns;
    }
}
