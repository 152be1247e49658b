using System.Text;

namespace OciFs.Fuzz.Mutate;

/// <summary>Changes of the records of a PAX header.</summary>
internal static class PaxMutations
{
    public static readonly IReadOnlyList<Mutation> All = [Insert, Insert, Replace, Delete];

    /// <summary>Gives every line that has a key the length that leads to its end.</summary>
    public static byte[] FixLengths(byte[] records)
    {
        var result = new List<byte>();
        foreach (var line in Lines(records))
        {
            var key = line.AsSpan(line.AsSpan().IndexOf((byte)' ') + 1);
            var length = key.Length + 3;
            while (length != key.Length + 2 + length.ToString().Length)
                length = key.Length + 2 + length.ToString().Length;
            result.AddRange(Encoding.ASCII.GetBytes($"{length} "));
            result.AddRange(key);
            result.Add((byte)'\n');
        }

        return [.. result];
    }

    private static void Insert(List<byte> bytes, Random random)
    {
        var lines = Lines([.. bytes]);
        lines.Insert(random.Next(lines.Count + 1), Record(random));
        Put(bytes, lines);
    }

    private static void Replace(List<byte> bytes, Random random)
    {
        var lines = Lines([.. bytes]);
        if (lines.Count > 0)
            lines[random.Next(lines.Count)] = Record(random);
        Put(bytes, lines);
    }

    private static void Delete(List<byte> bytes, Random random)
    {
        var lines = Lines([.. bytes]);
        if (lines.Count > 0)
            lines.RemoveAt(random.Next(lines.Count));
        Put(bytes, lines);
    }

    private static byte[] Record(Random random) => Encoding.Latin1.GetBytes(
        $"0 {TarWords.Keys[random.Next(TarWords.Keys.Count)]}={TarWords.Values[random.Next(TarWords.Values.Count)]}");

    private static void Put(List<byte> bytes, List<byte[]> lines)
    {
        bytes.Clear();
        bytes.AddRange(FixLengths([.. lines.SelectMany(line => line.Append((byte)'\n'))]));
    }

    private static List<byte[]> Lines(byte[] records)
    {
        var lines = new List<byte[]>();
        foreach (var range in ((ReadOnlySpan<byte>)records).Split((byte)'\n'))
        {
            if (!records.AsSpan(range).IsEmpty)
                lines.Add(records[range]);
        }

        return lines;
    }
}
