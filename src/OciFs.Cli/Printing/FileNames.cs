using System.Text;

namespace OciFs.Cli.Printing;

/// <summary>
/// Prints names, paths and targets of links, which are bytes: raw to pipes and files, quoted as for a shell (<see cref="ShellQuoting"/>) to a terminal, so
/// that nothing an image says moves the cursor.
/// </summary>
internal static class FileNames
{
    /// <summary>Prints a name on a line of its own to standard output.</summary>
    /// <param name="name">The name or path.</param>
    /// <param name="isNullEnded">Whether NUL ends it instead of a newline; it is raw then wherever it goes.</param>
    public static void Write(ReadOnlySpan<byte> name, bool isNullEnded)
    {
        Write(Output.Stream, name, isNullEnded, Screen.IsOutput);
        Output.Stream.Flush();
    }

    /// <summary>As the other, to any stream.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="name">As the other.</param>
    /// <param name="isNullEnded">As the other.</param>
    /// <param name="isForPerson">Whether the stream is a terminal.</param>
    public static void Write(Stream stream, ReadOnlySpan<byte> name, bool isNullEnded, bool isForPerson)
    {
        stream.Write(isForPerson && !isNullEnded ? ShellQuoting.Quote(name) : name);
        stream.WriteByte(isNullEnded ? (byte)0 : (byte)'\n');
    }

    /// <summary>Prints a name within a line to standard output: nothing ends it.</summary>
    public static void WritePart(ReadOnlySpan<byte> name) => Output.Stream.Write(Screen.IsOutput ? ShellQuoting.Quote(name) : name);

    /// <summary>A name as it goes to a terminal, or to whatever else.</summary>
    /// <param name="name">The name or path.</param>
    /// <param name="isForPerson">Whether it goes to a terminal.</param>
    public static byte[] Shown(byte[] name, bool isForPerson) => isForPerson ? ShellQuoting.Quote(name) : name;

    /// <summary>A name within a text for people, as an error message or a table: quoted, where it needs quotes, wherever the text goes.</summary>
    public static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(ShellQuoting.Quote(name));

    /// <summary>As the other, of a word of the command line (<see cref="ByteText"/>).</summary>
    public static string Text(string word) => Text(ByteText.Encode(word));

    /// <summary>A name in JSON: bytes that are no UTF-8 become U+FFFD.</summary>
    public static string Json(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);

    /// <summary>What stands beside <see cref="Json"/>, and is base64 there: the name's bytes where they are no UTF-8, else null.</summary>
    public static byte[]? JsonBytes(ReadOnlySpan<byte> name) => System.Text.Unicode.Utf8.IsValid(name) ? null : name.ToArray();
}
