using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace OciFs.Reference.Tar;

/// <summary>What records before an entry say of it: local ones over global ones; an empty value takes a key back.</summary>
internal sealed class PaxHeader
{
    public const string XattrPrefix = "SCHILY.xattr.";
    private readonly Dictionary<string, ByteString> records = new(StringComparer.Ordinal);
    private readonly List<ByteString> sparsePairs = [];

    /// <summary>GNU's L record.</summary>
    public ByteString? LongName { get; set; }

    /// <summary>GNU's K record.</summary>
    public ByteString? LongLink { get; set; }

    /// <summary>Offsets and lengths of a GNU.sparse 0.0 map, which come as repeated keys.</summary>
    public IReadOnlyList<ByteString> SparsePairs => sparsePairs;

    /// <summary>Whether the records are of a version of sparse files that there is; 0.0 and 0.1 came without saying so.</summary>
    public bool IsSparse => (Text("GNU.sparse.major")?.ToLatin1(), Text("GNU.sparse.minor")?.ToLatin1()) switch
    {
        ("0", "0" or "1") or ("1", "0") => true,
        (null, null) => Text("GNU.sparse.map") is not null || sparsePairs.Count > 0,
        _ => false,
    };

    /// <summary>Reads records; keys as Latin-1, so that no byte is lost.</summary>
    /// <exception cref="InvalidDataException">A length does not lead to a newline.</exception>
    public static void Read(ReadOnlySpan<byte> data, Action<string, ByteString> add)
    {
        while (!data.IsEmpty)
        {
            var blank = data.IndexOf((byte)' ');
            if (blank < 1 || !int.TryParse(data[..blank], NumberStyles.None, null, out var length) || length <= blank + 1
                || length > data.Length || data[length - 1] != (byte)'\n' || data[..length].IndexOf((byte)'=') is < 0)
                throw new InvalidDataException("malformed PAX record");
            var record = data[(blank + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 1)
                throw new InvalidDataException("PAX record without a key");
            add(Encoding.Latin1.GetString(record[..equals]), new ByteString(record[(equals + 1)..]));
            data = data[length..];
        }
    }

    /// <summary>A second local header takes the place of the first.</summary>
    public void Clear()
    {
        records.Clear();
        sparsePairs.Clear();
    }

    public void Add(string key, ByteString value)
    {
        records[key] = value;
        if (key is "GNU.sparse.offset" or "GNU.sparse.numbytes")
            sparsePairs.Add(value);
    }

    /// <summary>Sparse maps and xattrs are facts about one file: no tool takes them from a global header.</summary>
    public void AddGlobal(IReadOnlyDictionary<string, ByteString> global)
    {
        foreach (var (key, value) in global)
        {
            if (!key.StartsWith("GNU.sparse.", StringComparison.Ordinal) && !key.StartsWith(XattrPrefix, StringComparison.Ordinal))
                records.TryAdd(key, value);
        }
    }

    /// <summary>A record's value; null where there is none or an empty one.</summary>
    public ByteString? Text(string key) => records.TryGetValue(key, out var value) && !value.IsEmpty ? value : default(ByteString?);

    /// <summary>A record's value as a number.</summary>
    /// <exception cref="InvalidDataException">The value is no decimal number.</exception>
    public long? Number(string key)
    {
        if (Text(key) is not { } text)
            return null;
        return long.TryParse(text.Span, NumberStyles.AllowLeadingSign, null, out var number)
            ? number
            : throw new InvalidDataException($"{key}={text}");
    }

    /// <summary>The SCHILY.xattr records alone; an empty value is a value here.</summary>
    public IReadOnlyDictionary<ByteString, ByteString> Xattrs() =>
        records.Where(record => record.Key.StartsWith(XattrPrefix, StringComparison.Ordinal))
            .ToImmutableSortedDictionary(record => (ByteString)record.Key[XattrPrefix.Length..], record => record.Value);
}
