using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OciFs.Host.Logging;

namespace OciFs.Cli.Printing;

/// <summary>What commands print: facts as JSON or as a plain table.</summary>
internal static class Output
{
    private const int ShortHex = 12;

    /// <summary>Standard output as bytes. <see cref="Console.Out"/> writes to it as well.</summary>
    public static StandardOutput Stream { get; } = new();

    /// <summary>
    /// Has <see cref="Console.Out"/> write through <see cref="Stream"/>, and <see cref="Console.Error"/> so that it does not meet a line of <see cref="Progress"/>;
    /// to be called once, first.
    /// </summary>
    public static void Begin()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.SetOut(new StreamWriter(Stream, encoding) { AutoFlush = true });
        Console.SetError(TextWriter.Synchronized(new StreamWriter(new StandardError(), encoding) { AutoFlush = true }));
    }

    /// <summary>Prints a document of JSON.</summary>
    public static void Json<T>(T document, JsonTypeInfo<T> type) => Console.Out.WriteLine(JsonSerializer.Serialize(document, Plain(type)));

    /// <summary>Prints an array of JSON, each item as soon as it is there.</summary>
    public static void JsonArray<T>(IEnumerable<T> items, JsonTypeInfo<T> type)
    {
        type = Plain(type);
        using var writer = new Utf8JsonWriter(Stream, new JsonWriterOptions { Indented = type.Options.WriteIndented, Encoder = type.Options.Encoder });
        writer.WriteStartArray();
        foreach (var item in items)
        {
            JsonSerializer.Serialize(writer, item, type);
            writer.Flush();
        }

        writer.WriteEndArray();
        writer.Flush();
        Stream.Write("\n"u8);
    }

    /// <inheritdoc cref="TextTable.Print"/>
    public static void Table(string[] headings, IEnumerable<string[]> rows, int least = 0, bool isFull = false) =>
        new TextTable(isFull ? int.MaxValue : Screen.Width).Print(headings, rows, least);

    /// <summary>Bytes for a reader: three digits and a unit of 1000; a dash where they are not known.</summary>
    public static string Size(long bytes)
    {
        if (bytes < 0)
        {
            return "-";
        }

        string[] units = ["B", "kB", "MB", "GB", "TB"];
        double value = bytes;
        var unit = 0;
        for (; value >= 999.5 && unit < units.Length - 1; unit++)
        {
            value /= 1000;
        }

        return unit == 0 ? $"{bytes} B" : $"{value.ToString(value < 9.995 ? "0.00" : value < 99.95 ? "0.0" : "0")} {units[unit]}";
    }

    /// <summary>A day for a reader, in UTC; a dash for none.</summary>
    public static string Date(DateTimeOffset? moment) => Told(moment)?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>A moment for a reader, in UTC; a dash for none.</summary>
    public static string Moment(DateTimeOffset? moment) => Told(moment)?.ToString("u", CultureInfo.InvariantCulture) ?? "-";

    // Go writes the first moment of year 1 for none.
    private static DateTimeOffset? Told(DateTimeOffset? moment) => moment == DateTimeOffset.MinValue ? null : moment;

    /// <summary>The first 12 hex digits of a digest, by which tools show and find images; a dash for none.</summary>
    public static string Short(string? digest) =>
        digest?[(digest.IndexOf(':', StringComparison.Ordinal) + 1)..] is { } hex ? hex[..Math.Min(hex.Length, ShortHex)] : "-";

    /// <summary>One line on standard error, whatever the text holds.</summary>
    public static void Warn(string text) => Console.Error.WriteLine($"ocifs: {Line(text, int.MaxValue)}");

    /// <summary>One line on standard error for a path of several that could not be had.</summary>
    /// <param name="path">The path, as <see cref="ByteText"/>; it is not told twice.</param>
    /// <param name="error">What went wrong.</param>
    public static void Fail(string path, OciFsException error)
    {
        var isTold = path.Length == 0 || error.Message.StartsWith(path, StringComparison.Ordinal) || error.Message.StartsWith(path[1..], StringComparison.Ordinal);
        Warn(path.Length != 1 && isTold ? error.Message : $"{FileNames.Text(path)}: {error.Message}");
    }

    /// <inheritdoc cref="PrintableText.Line"/>
    public static string Line(string text, int length) => PrintableText.Line(text, length);

    private static JsonTypeInfo<T> Plain<T>(JsonTypeInfo<T> type) => (JsonTypeInfo<T>)new JsonSerializerOptions(type.Options)
    {
        Encoder = PlainJsonEncoder.Instance,
    }.GetTypeInfo(typeof(T));
}
