using System.Text;

namespace OciFs.Reference.Tar;

/// <summary>Records of an extended header: "LENGTH KEY=VALUE\n", LENGTH counting itself (POSIX pax, "pax Extended Header").</summary>
public sealed class PaxRecords
{
    private readonly List<byte> records = [];

    public bool IsEmpty => records.Count == 0;

    public PaxRecords Add(string key, ByteString value) => Add((ByteString)key, value);

    public PaxRecords Add(ByteString key, ByteString value)
    {
        var rest = key.Length + value.Length + 3;
        var length = rest + rest.ToString().Length;
        if (length.ToString().Length > rest.ToString().Length)
            length++;
        records.AddRange(Encoding.ASCII.GetBytes($"{length} "));
        records.AddRange(key.Span);
        records.Add((byte)'=');
        records.AddRange(value.Span);
        records.Add((byte)'\n');
        return this;
    }

    public byte[] ToArray() => [.. records];
}
