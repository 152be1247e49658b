using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OciFs.Host.Logging;

/// <summary>Messages as JSON, a line each: <c>time</c>, <c>level</c>, <c>message</c>, and the fields, all of them strings. Whatever is not ASCII is escaped.</summary>
/// <param name="write">Takes a line.</param>
public sealed class JsonSink(Action<string> write) : ILogSink
{
    /// <inheritdoc/>
    public void Write(LogEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", entry.Time);
            writer.WriteString("level", WordOf(entry.Level));
            writer.WriteString("message", entry.Message);
            foreach (var (name, value) in entry.Fields)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        write(Encoding.ASCII.GetString(buffer.WrittenSpan));
    }

    private static string WordOf(LogLevel level) => level switch
    {
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        _ => "info",
    };
}
