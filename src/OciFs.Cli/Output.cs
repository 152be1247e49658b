using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OciFs.Cli;

/// <summary>What commands print: facts as JSON or as a plain table.</summary>
internal static class Output
{
    /// <summary>Prints a document of JSON.</summary>
    public static void Json<T>(T document, JsonTypeInfo<T> type) => Console.Out.WriteLine(JsonSerializer.Serialize(document, type));

    /// <summary>Prints rows under headings, each column as wide as its widest cell; headings only where there are rows.</summary>
    public static void Table(string[] headings, IEnumerable<string[]> rows)
    {
        var all = rows.Select(row => Array.ConvertAll(row, cell => Line(cell, int.MaxValue))).ToList();
        if (all.Count == 0)
        {
            return;
        }

        all.Insert(0, headings);
        var widths = Enumerable.Range(0, headings.Length).Select(column => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
        {
            Console.Out.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    /// <summary>Bytes for a reader: three digits and a unit of 1000.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        double value = bytes;
        var unit = 0;
        for (; value >= 999.5 && unit < units.Length - 1; unit++)
        {
            value /= 1000;
        }

        return unit == 0 ? $"{bytes} B" : $"{value.ToString(value < 9.995 ? "0.00" : value < 99.95 ? "0.0" : "0")} {units[unit]}";
    }

    /// <summary>One line on standard error, whatever the text holds.</summary>
    public static void Warn(string text) => Console.Error.WriteLine($"ocifs: {Line(text, int.MaxValue)}");

    /// <summary>A text of others as one printable line of at most <paramref name="length"/> characters.</summary>
    public static string Line(string text, int length)
    {
        var line = string.Create(text.Length, text, (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
        return line.Length <= length ? line : line[..(length - 1)] + "…";
    }
}
