using System.Text;

namespace OciFs.Tar.Tests.Tools;

/// <summary>Archives by hand, from POSIX and tar.h, for what no writer makes. Text is Latin-1, one byte a character.</summary>
internal sealed class TarBuilder
{
    public const string Ustar = "ustar\0" + "00", Gnu = "ustar  \0", V7 = "";

    private readonly List<byte> _archive = [];

    /// <summary>Where the next block goes.</summary>
    public long Position => _archive.Count;

    public byte[] ToArray() => _archive.ToArray();

    /// <summary>Two zero blocks.</summary>
    public byte[] End()
    {
        Raw(new byte[1024]);
        return ToArray();
    }

    public TarBuilder Raw(ReadOnlySpan<byte> bytes)
    {
        _archive.AddRange(bytes);
        return this;
    }

    public TarBuilder File(string name, string content = "", char type = '0', string magic = Ustar) =>
        Entry(name, type, content, magic: magic);

    /// <summary>A header and its padded content. <paramref name="edit"/> may change the header before its checksum is taken.</summary>
    public TarBuilder Entry(
        string name, char type, string content = "", string link = "", string magic = Ustar, Action<byte[]>? edit = null)
    {
        var header = new byte[512];
        Put(header, 0, name);
        Put(header, 100, "0000644\0");
        Put(header, 108, "0000000\0");
        Put(header, 116, "0000000\0");
        Put(header, 124, Octal(content.Length, 11) + "\0");
        Put(header, 136, Octal(1_600_000_000, 11) + "\0");
        header[156] = (byte)type;
        Put(header, 157, link);
        Put(header, 257, magic);
        edit?.Invoke(header);
        Put(header, 148, "        ");
        Put(header, 148, Octal(header.Sum(b => b), 6) + "\0 ");
        return Raw(header).Content(content);
    }

    public TarBuilder Content(string content)
    {
        Raw(Encoding.Latin1.GetBytes(content));
        return Raw(new byte[(512 - (content.Length % 512)) % 512]);
    }

    /// <summary>A PAX header of records "key=value".</summary>
    public TarBuilder Pax(params string[] records) => Entry("pax", 'x', Records(records));

    public TarBuilder PaxGlobal(params string[] records) => Entry("pax", 'g', Records(records));

    public static string Records(params string[] records) => string.Concat(records.Select(Record));

    public static string Octal(long value, int digits) => Convert.ToString(value, 8).PadLeft(digits, '0');

    public static void Put(byte[] header, int at, string text) => Encoding.Latin1.GetBytes(text).CopyTo(header, at);

    private static string Record(string record)
    {
        var length = record.Length + 3;
        while ($"{length} {record}\n".Length != length)
            length = $"{length} {record}\n".Length;
        return $"{length} {record}\n";
    }
}
