using System.Buffers.Binary;
using System.Text;

namespace OciFs.Host.Logging;

/// <summary>
/// A message as the journal takes it in one datagram: <c>NAME=value</c> and a line feed for each field; where a value has line feeds, the name, a line feed, its
/// length as 64 bits little-endian, the value, a line feed (systemd.io/JOURNAL_NATIVE_PROTOCOL).
/// </summary>
internal static class JournalMessage
{
    /// <summary>The datagram of a message.</summary>
    /// <param name="entry">The message.</param>
    /// <returns>Its bytes.</returns>
    public static byte[] Of(LogEntry entry)
    {
        var bytes = new List<byte>();
        Add(bytes, "MESSAGE", entry.Message);
        Add(bytes, "PRIORITY", $"{(int)entry.Level}");
        Add(bytes, "SYSLOG_IDENTIFIER", "ocifs");
        foreach (var (name, value) in entry.Fields)
        {
            Add(bytes, NameOf(name), value);
        }

        return [.. bytes];
    }

    private static void Add(List<byte> bytes, string name, string value)
    {
        var content = Encoding.UTF8.GetBytes(value);
        bytes.AddRange(Encoding.ASCII.GetBytes(name));
        if (!content.AsSpan().Contains((byte)'\n'))
        {
            bytes.Add((byte)'=');
        }
        else
        {
            bytes.Add((byte)'\n');
            var length = new byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)content.Length);
            bytes.AddRange(length);
        }

        bytes.AddRange(content);
        bytes.Add((byte)'\n');
    }

    // storedBytes is OCIFS_STORED_BYTES.
    private static string NameOf(string field)
    {
        var name = new StringBuilder("OCIFS_");
        foreach (var letter in field)
        {
            _ = char.IsAsciiLetterUpper(letter) ? name.Append('_').Append(letter) : name.Append(char.ToUpperInvariant(letter));
        }

        return name.ToString();
    }
}
