using System.Text;

namespace OciFs.Stores.ContainersStorage;

/// <summary>
/// The texts and lists of texts of a TOML file, by table and key. Reads what <c>storage.conf</c> is written in, one key a line with lists
/// over several; whatever else a file has is passed over.
/// </summary>
internal sealed class TomlKeys
{
    private readonly Dictionary<(string Table, string Key), List<string>> _values = [];

    private TomlKeys()
    {
    }

    /// <summary>Reads a file's bytes. Of a key that stands twice the last counts.</summary>
    public static TomlKeys Parse(ReadOnlySpan<byte> raw)
    {
        var keys = new TomlKeys();
        var table = string.Empty;
        List<string>? open = null;
        foreach (var line in Encoding.UTF8.GetString(raw).Split('\n').Select(line => line.Trim()))
        {
            if (open is not null)
            {
                open = AddTexts(open, line, true) ? null : open;
            }
            else if (line.StartsWith('[') && line.IndexOf(']', StringComparison.Ordinal) is > 0 and var end)
            {
                table = line[1..end].Trim();
            }
            else if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && !line.StartsWith('#'))
            {
                var texts = keys._values[(table, line[..equals].Trim().Trim('"'))] = [];
                var value = line[(equals + 1)..].TrimStart();
                open = AddTexts(texts, value, value.StartsWith('[')) ? null : texts;
            }
        }

        return keys;
    }

    /// <summary>The keys of a table that have a text, and that text; an empty one too.</summary>
    public IEnumerable<(string Key, string Text)> Table(string table) =>
        _values.Where(value => value.Key.Table == table && value.Value.Count > 0).Select(value => (value.Key.Key, value.Value[0]));

    /// <summary>A text; null where there is none, or an empty one.</summary>
    public string? Text(string table, string key) => Texts(table, key) is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> Texts(string table, string key) => _values.GetValueOrDefault((table, key)) ?? [];

    // Whether the value ends on this line: a list does at its bracket, anything else always.
    private static bool AddTexts(List<string> texts, string value, bool inList)
    {
        for (var i = 0; i < value.Length && value[i] != '#'; i++)
        {
            if (value[i] is ']')
            {
                return true;
            }

            if (value[i] is '"' or '\'')
            {
                var end = value.IndexOf(value[i], i + 1);
                if (end < 0)
                {
                    return true;
                }

                texts.Add(value[(i + 1)..end]);
                i = end;
            }
        }

        return !inList;
    }
}
