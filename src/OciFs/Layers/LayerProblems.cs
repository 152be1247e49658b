using System.Text;
using OciFs.Tar;

namespace OciFs.Layers;

/// <summary>What is wrong with single entries of a layer, a line each, bounded in number.</summary>
internal sealed class LayerProblems
{
    // A hostile name may have a megabyte; what is wrong may name an extended attribute, of at most 255 bytes.
    private const int LongestName = 200, LongestText = 1000;

    private readonly StringBuilder _lines = new();
    private long _count;

    /// <summary>Adds a problem of the entry <paramref name="name"/>.</summary>
    public void Add(ReadOnlySpan<byte> name, string what)
    {
        if (++_count <= Limits.ProblemsPerLayer)
        {
            _lines.Append("entry '").Append(Printable(name)).Append("': ").Append(what).Append('\n');
        }
    }

    /// <summary>Adds a problem as the tar scanner tells it.</summary>
    public void Add(in TarProblem problem)
    {
        if (++_count <= Limits.ProblemsPerLayer)
        {
            _lines.Append("entry ").Append(Line(problem)).Append('\n');
        }
    }

    /// <summary>A problem as one printable line: which entry, where, and, however long the name, what.</summary>
    public static string Line(in TarProblem problem)
    {
        var place = problem.Name.IsEmpty ? $"header at {problem.HeaderOffset}" : $"{Printable(problem.Name)} (header at {problem.HeaderOffset})";
        return $"{place}: {Printable(Encoding.UTF8.GetBytes(problem.What()), LongestText)}";
    }

    /// <summary>The lines again.</summary>
    public static string[] LinesOf(ReadOnlySpan<byte> lines) => lines.IsEmpty ? [] : Encoding.UTF8.GetString(lines).TrimEnd('\n').Split('\n');

    /// <summary>All lines as UTF-8.</summary>
    public byte[] ToUtf8()
    {
        if (_count > Limits.ProblemsPerLayer)
        {
            _lines.Append("and ").Append(_count - Limits.ProblemsPerLayer).Append(" more\n");
        }

        return Encoding.UTF8.GetBytes(_lines.ToString());
    }

    /// <summary>A name as one printable line: bytes outside printable ASCII as <c>\xHH</c>, at most <paramref name="longest"/> bytes.</summary>
    public static string Printable(ReadOnlySpan<byte> name, int longest = LongestName)
    {
        var text = new StringBuilder();
        foreach (var b in name[..Math.Min(name.Length, longest)])
        {
            _ = b is >= 0x20 and < 0x7F and not (byte)'\\' ? text.Append((char)b) : text.Append($"\\x{b:x2}");
        }

        return name.Length > longest ? text.Append('…').ToString() : text.ToString();
    }
}
