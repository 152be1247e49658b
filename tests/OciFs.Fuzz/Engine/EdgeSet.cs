using System.Numerics;

namespace OciFs.Fuzz.Engine;

/// <summary>Edges that were met, and in which orders of magnitude: counts are new by bucket (1, 2, 3, 4–7, 8–15, 16–31, 32–127, more).</summary>
internal sealed class EdgeSet
{
    private static readonly byte[] Buckets = [.. Enumerable.Range(0, 256).Select(count => BucketOf((byte)count))];

    private readonly byte[] _met = new byte[Coverage.MostEdges];

    /// <summary>Edges met at least once.</summary>
    public int Count { get; private set; }

    /// <summary>The buckets that counters stand in, a bit each; only edges that were met.</summary>
    public static List<(int Edge, byte Bucket)> Read(ReadOnlySpan<byte> counters)
    {
        var found = new List<(int Edge, byte Bucket)>();
        for (var at = counters.IndexOfAnyExcept((byte)0); at >= 0 && at < counters.Length;)
        {
            found.Add((at, Buckets[counters[at]]));
            var next = counters[(at + 1)..].IndexOfAnyExcept((byte)0);
            at = next < 0 ? counters.Length : at + 1 + next;
        }

        return found;
    }

    /// <summary>Whether the counters have what was not met before. Nothing is taken note of.</summary>
    public bool HasNew(ReadOnlySpan<byte> counters)
    {
        var words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(counters);
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0)
                continue;
            for (var edge = word * 8; edge < (word + 1) * 8; edge++)
            {
                if ((Buckets[counters[edge]] & ~_met[edge]) != 0)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Takes note of edges.</summary>
    /// <returns>Whether one of them was new.</returns>
    public bool Add(IEnumerable<(int Edge, byte Bucket)> edges)
    {
        var isNew = false;
        foreach (var (edge, bucket) in edges)
        {
            isNew |= (bucket & ~_met[edge]) != 0;
            Count += _met[edge] == 0 ? 1 : 0;
            _met[edge] |= bucket;
        }

        return isNew;
    }

    private static byte BucketOf(byte count) => count switch
    {
        0 => 0,
        <= 3 => (byte)(1 << (count - 1)),
        < 128 => (byte)(1 << Math.Min(6, BitOperations.Log2(count) + 1)),
        _ => 128,
    };
}
