using System.Text;
using OciFs.Cli.Texts;
using OciFs.Images;

namespace OciFs.Cli.Printing;

/// <summary>Prints how the contents of a regular file differ, as <c>diff -u</c> does, with <c>a/</c> and <c>b/</c> before its path: for <c>patch -p1</c>.</summary>
internal static class TextDifference
{
    private const string Bold = "\e[1m";
    private const string Red = "\e[31m";
    private const string Green = "\e[32m";
    private const string Cyan = "\e[36m";
    private const string Plain = "\e[m";

    /// <summary>Prints the difference.</summary>
    /// <param name="before">The file of the first tree.</param>
    /// <param name="after">The file of the second tree.</param>
    /// <param name="path">Its path, as it is shown.</param>
    /// <exception cref="OciFsException">One of them cannot be read.</exception>
    public static void Print(FileNode before, FileNode after, byte[] path)
    {
        if (before.Attributes.Size > Limits.ComparedTextBytes || after.Attributes.Size > Limits.ComparedTextBytes)
        {
            Told(path, "Files ", " (too large to be compared by lines)");
            return;
        }

        var (one, other) = (Read(before), Read(after));
        if (!UnifiedDiff.IsText(one) || !UnifiedDiff.IsText(other))
        {
            Told(path, "Binary files ", string.Empty);
            return;
        }

        if (TextLines.TrySplit(one) is not { } lines || TextLines.TrySplit(other) is not { } others)
        {
            Told(path, "Files ", " (too many lines to be compared by lines)");
            return;
        }

        Line("--- ", NameOf('a', path), Bold);
        Line("+++ ", NameOf('b', path), Bold);
        UnifiedDiff.Write(lines, others, Write);
        Output.Stream.Flush();
    }

    private static byte[] Read(FileNode file)
    {
        using var stream = file.OpenRead();
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    // One letter stands for the whole first line of a hunk: the second at sign is in the text.
    private static void Write(byte mark, ReadOnlySpan<byte> rest)
    {
        var colour = !Screen.HasColour ? null : mark switch { (byte)'-' => Red, (byte)'+' => Green, (byte)'@' => Cyan, _ => null };
        if (!Screen.IsOutput)
        {
            Output.Stream.WriteByte(mark);
            Output.Stream.Write(rest);
            return;
        }

        // Tabs are harmless; all else that could move the cursor is a blank.
        var text = string.Join('\t', Encoding.UTF8.GetString(rest[..^1]).Split('\t').Select(part => Output.Line(part, int.MaxValue)));
        Output.Stream.Write(Encoding.UTF8.GetBytes($"{colour}{(char)mark}{text}{(colour is null ? null : Plain)}\n"));
    }

    private static void Told(byte[] path, string what, string why)
    {
        Output.Stream.Write(Encoding.UTF8.GetBytes(what));
        Output.Stream.Write(NameOf('a', path));
        Output.Stream.Write(" and "u8);
        Output.Stream.Write(NameOf('b', path));
        Output.Stream.Write(Encoding.UTF8.GetBytes($" differ{why}\n"));
        Output.Stream.Flush();
    }

    private static void Line(string head, byte[] name, string colour) => Output.Stream.Write(
        [.. Encoding.UTF8.GetBytes((Screen.HasColour ? colour : null) + head), .. name, .. Encoding.UTF8.GetBytes((Screen.HasColour ? Plain : null) + "\n")]);

    // As diff(1) and git(1) write names, and patch(1) reads them: in quotes and with escapes where a byte would be taken for something else.
    private static byte[] NameOf(char side, byte[] path)
    {
        byte[] name = [(byte)side, .. path];
        if (name.All(value => value is > (byte)' ' and < 0x7F and not (byte)'"' and not (byte)'\\'))
        {
            return name;
        }

        var quoted = new StringBuilder("\"");
        foreach (var value in name)
        {
            quoted.Append(value switch
            {
                (byte)'"' => "\\\"",
                (byte)'\\' => "\\\\",
                >= (byte)' ' and < 0x7F => ((char)value).ToString(),
                _ => "\\" + Convert.ToString(value, 8).PadLeft(3, '0'),
            });
        }

        return Encoding.ASCII.GetBytes(quoted.Append('"').ToString());
    }
}
