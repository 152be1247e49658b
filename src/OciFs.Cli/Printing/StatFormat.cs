using System.Globalization;
using System.Text;
using OciFs.Images;
using OciFs.Views;

namespace OciFs.Cli.Printing;

/// <summary>
/// A format of stat(1) (<c>stat -c</c>): directives, each with flags, width and precision as printf(3) has them. Directives of the file system a file is in
/// have no meaning for an image, and print <c>?</c> as unknown ones do there.
/// </summary>
internal sealed class StatFormat
{
    // What one directive may ask for: a line of a screen is some 100.
    private const int MostWidth = 4096;

    private readonly byte[] _format;
    private readonly ImageUsers _users;

    /// <param name="format">The format.</param>
    /// <param name="users">Names of owners.</param>
    public StatFormat(byte[] format, ImageUsers users) => (_format, _users) = (format, users);

    /// <summary>What it prints of a file, in bytes, without a newline.</summary>
    /// <param name="path">The path it was asked by.</param>
    /// <param name="node">The file.</param>
    /// <param name="attributes">What stat tells of it.</param>
    /// <param name="isForPerson">Whether it goes to a terminal: then names are quoted where that is needed.</param>
    /// <exception cref="OciFsException">A link's target cannot be had.</exception>
    public byte[] Print(byte[] path, FileNode node, NodeAttributes attributes, bool isForPerson)
    {
        List<byte> line = [];
        for (var at = 0; at < _format.Length; at++)
        {
            if (_format[at] != '%')
            {
                line.Add(_format[at]);
                continue;
            }

            var directive = Directive.Read(_format, ref at);
            line.AddRange(directive.Letter is 'n' or 'N'
                ? directive.Pad(directive.Letter == 'n' ? FileNames.Shown(path, isForPerson) : QuotedName(path, node))
                : directive.Pad(Value(directive, attributes)));
        }

        return [.. line];
    }

    /// <summary>Words for the kind of a file.</summary>
    public static string KindOf(in NodeAttributes attributes) => UnixMode.KindOf(attributes.Mode) switch
    {
        FileKind.Regular => attributes.Size == 0 ? "regular empty file" : "regular file",
        FileKind.Directory => "directory",
        FileKind.SymbolicLink => "symbolic link",
        FileKind.CharacterDevice => "character special file",
        FileKind.BlockDevice => "block special file",
        FileKind.Fifo => "fifo",
        _ => "weird file",
    };

    private static byte[] QuotedName(byte[] path, FileNode node) => node.Kind is FileKind.SymbolicLink
        ? [.. ShellQuoting.QuoteAlways(path), .. " -> "u8, .. ShellQuoting.QuoteAlways(node.ReadLink().AsSpan())]
        : ShellQuoting.QuoteAlways(path);

    private string Value(in Directive directive, in NodeAttributes attributes) => directive.Letter switch
    {
        '%' => "%",
        'a' => directive.Number(attributes.Mode & UnixMode.PermissionMask, 8),
        'A' => ModeText.Of(attributes.Mode),
        'b' => directive.Number((ulong)attributes.Blocks, 10),
        'B' => directive.Number(512, 10),
        'f' => directive.Number(attributes.Mode, 16),
        'F' => KindOf(attributes),
        'g' => directive.Number(attributes.Gid, 10),
        'G' => _users.GroupOf(attributes.Gid) ?? "UNKNOWN",
        'h' => directive.Number(attributes.Links, 10),
        'i' => directive.Number(attributes.Inode, 10),
        'o' => directive.Number(4096, 10),
        'r' => directive.Number(directive.Modifier switch { 'H' => attributes.DeviceMajor, 'L' => attributes.DeviceMinor, _ => attributes.DeviceNumber }, 10),
        'R' => directive.Number(attributes.DeviceNumber, 16),
        's' => directive.Number((ulong)attributes.Size, 10),
        't' => directive.Number(attributes.DeviceMajor, 16),
        'T' => directive.Number(attributes.DeviceMinor, 16),
        'u' => directive.Number(attributes.Uid, 10),
        'U' => _users.UserOf(attributes.Uid) ?? "UNKNOWN",
        'w' => "-",
        'W' => directive.Number(0, 10),
        'x' => FileTime.Full(attributes.Accessed),
        'X' => directive.Seconds(attributes.Accessed),
        'y' => FileTime.Full(attributes.Modified),
        'Y' => directive.Seconds(attributes.Modified),
        'z' => FileTime.Full(attributes.Changed),
        'Z' => directive.Seconds(attributes.Changed),
        _ => "?",
    };

    private readonly record struct Directive(string Flags, int Width, int? Precision, char Modifier, char Letter)
    {
        // Ends at the directive's last byte.
        public static Directive Read(ReadOnlySpan<byte> format, ref int at)
        {
            var start = ++at;
            while (at < format.Length && "-+ #0'I"u8.Contains(format[at]))
            {
                at++;
            }

            var flags = Encoding.ASCII.GetString(format[start..at]);
            var width = ReadNumber(format, ref at) ?? 0;
            int? precision = null;
            if (at < format.Length && format[at] == '.')
            {
                at++;
                precision = ReadNumber(format, ref at) ?? -1;
            }

            var modifier = at + 1 < format.Length && format[at] is (byte)'H' or (byte)'L' && format[at + 1] is (byte)'r' or (byte)'d' ? (char)format[at++] : '\0';
            return new Directive(flags, width, precision, modifier, at < format.Length ? (char)format[at] : '%');
        }

        public byte[] Pad(string text) => Pad(Encoding.UTF8.GetBytes(Precision is { } most and >= 0 && "AFGUwxyz".Contains(Letter) ? text[..Math.Min(text.Length, most)] : text));

        public byte[] Pad(byte[] text)
        {
            if (text.Length >= Width)
            {
                return text;
            }

            var isNumber = "abBfghiorRstTuWXYZ".Contains(Letter);
            byte[] fill = new byte[Width - text.Length];
            var isZero = isNumber && Flags.Contains('0') && !Flags.Contains('-');
            Array.Fill(fill, isZero ? (byte)'0' : (byte)' ');
            return Flags.Contains('-') ? [.. text, .. fill] : [.. fill, .. text];
        }

        public string Number(ulong number, int radix)
        {
            var text = radix switch
            {
                8 => Convert.ToString((long)number, 8),
                16 => number.ToString("x", CultureInfo.InvariantCulture),
                _ => number.ToString(CultureInfo.InvariantCulture),
            };
            text = Precision is { } least ? text.PadLeft(Math.Max(0, least), '0') : text;
            return !Flags.Contains('#') || radix == 10 || number == 0 ? text : radix == 8 ? $"0{text}" : $"0x{text}";
        }

        // Whole seconds, or as many decimals as the precision says; a dot alone is nine.
        public string Seconds(NodeTime time)
        {
            if (Precision is not { } decimals || decimals == 0)
            {
                return time.Seconds.ToString(CultureInfo.InvariantCulture);
            }

            return FileTime.Seconds(time, decimals < 0 ? 9 : decimals);
        }

        private static int? ReadNumber(ReadOnlySpan<byte> format, ref int at)
        {
            var start = at;
            var number = 0;
            for (; at < format.Length && format[at] is >= (byte)'0' and <= (byte)'9'; at++)
            {
                number = Math.Min(MostWidth, (number * 10) + format[at] - '0');
            }

            return at > start ? number : null;
        }
    }
}
