using System.Text;

namespace OciFs.Layers;

/// <summary>What is wrong with single entries of a layer, a line each, bounded in number.</summary>
internal sealed class LayerProblems
{
    // A hostile layer may be wrong in every one of its entries; the first hundred tell what there is to tell.
    private const int Most = 100;

    private readonly StringBuilder _lines = new();
    private long _count;

    /// <summary>Adds a problem of the entry <paramref name="name"/>.</summary>
    public void Add(ReadOnlySpan<byte> name, string what)
    {
        if (++_count <= Most)
        {
            _lines.Append("entry '").Append(Printable(name)).Append("': ").Append(what).Append('\n');
        }
    }

    /// <summary>Adds a problem as the tar scanner tells it.</summary>
    public void Add(string problem)
    {
        if (++_count <= Most)
        {
            _lines.Append("entry ").Append(Printable(problem)).Append('\n');
        }
    }

    /// <summary>All lines as UTF-8.</summary>
    public byte[] ToUtf8()
    {
        if (_count > Most)
        {
            _lines.Append("and ").Append(_count - Most).Append(" more\n");
        }

        return Encoding.UTF8.GetBytes(_lines.ToString());
    }

    /// <inheritdoc cref="Printable(ReadOnlySpan{byte})"/>
    public static string Printable(string text) => Printable(Encoding.UTF8.GetBytes(text));

    /// <summary>A name as one printable line: bytes outside printable ASCII as <c>\xHH</c>, at most 200 characters.</summary>
    public static string Printable(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder();
        foreach (var b in name[..Math.Min(name.Length, 200)])
        {
            _ = b is >= 0x20 and < 0x7F and not (byte)'\\' ? text.Append((char)b) : text.Append($"\\x{b:x2}");
        }

        return name.Length > 200 ? text.Append('…').ToString() : text.ToString();
    }
}
