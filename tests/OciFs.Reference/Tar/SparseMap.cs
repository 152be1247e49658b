using System.Globalization;

namespace OciFs.Reference.Tar;

/// <summary>The sparse forms of the GNU tar manual ("Storing Sparse Files"): old GNU, PAX 0.0, 0.1 and 1.0.</summary>
internal static class SparseMap
{
    /// <summary>Lays data out along a map.</summary>
    /// <exception cref="InvalidDataException">Runs overlap, pass the end, or do not use up the data.</exception>
    public static FileContent Fill(IReadOnlyList<(long Offset, long Length)> map, long length, byte[] data)
    {
        var segments = new List<FileSegment>();
        var (taken, end) = (0L, 0L);
        foreach (var run in map)
        {
            if (run.Length < 0 || run.Offset < end || run.Length > length - run.Offset || run.Length > data.Length - taken)
                throw new InvalidDataException($"sparse run {run} in a file of {length}");
            if (run.Length > 0)
                segments.Add(new FileSegment(run.Offset, data[(int)taken..(int)(taken + run.Length)]));
            (taken, end) = (taken + run.Length, run.Offset + run.Length);
        }

        return taken == data.Length ? new FileContent(length, segments) : throw new InvalidDataException("data beyond the sparse map");
    }

    /// <summary>Four pairs at 386 of the header, "is extended" at 482; then blocks of 21 pairs, "is extended" at 504.</summary>
    public static IReadOnlyList<(long Offset, long Length)> OfOldGnu(TarHeader header, Func<byte[]> nextBlock)
    {
        var map = Pairs(header, 386, 4).ToList();
        for (var extended = header.Bytes[482]; extended != 0;)
        {
            var block = new TarHeader(nextBlock());
            map.AddRange(Pairs(block, 0, 21));
            extended = block.Bytes[504];
        }

        return map;
    }

    public static FileContent OfPax(PaxHeader pax, byte[] data)
    {
        var length = pax.Number("GNU.sparse.size") ?? pax.Number("GNU.sparse.realsize") ?? throw new InvalidDataException("no sparse size");
        if (pax.Number("GNU.sparse.major") == 1)
            return OfData(length, data);
        var numbers = pax.Text("GNU.sparse.map") is { } map ? map.ToLatin1().Split(',') : pax.SparsePairs.Select(text => text.ToLatin1());
        return Fill(Pairs([.. numbers.Select(Parse)]), length, data);
    }

    /// <summary>Version 1.0: decimal lines before the data, the number of runs first, padded to whole blocks.</summary>
    private static FileContent OfData(long length, byte[] data)
    {
        var at = 0;
        var numbers = new List<long>();
        for (var left = 1 + (2 * Line(data, ref at)); left > 1; left--)
            numbers.Add(Line(data, ref at));
        at = (at + TarBlock.Size - 1) / TarBlock.Size * TarBlock.Size;
        return Fill(Pairs(numbers), length, data[Math.Min(at, data.Length)..]);
    }

    private static long Line(byte[] data, ref int at)
    {
        var end = data.AsSpan(at).IndexOf((byte)'\n');
        if (end < 0)
            throw new InvalidDataException("sparse map cut short");
        at += end + 1;
        return Parse(new ByteString(data.AsSpan(at - end - 1, end)).ToLatin1());
    }

    private static long Parse(string text) =>
        long.TryParse(text, NumberStyles.None, null, out var number) ? number : throw new InvalidDataException($"sparse map: {text}");

    private static IReadOnlyList<(long Offset, long Length)> Pairs(List<long> numbers) =>
        numbers.Count % 2 == 0
            ? [.. numbers.Chunk(2).Select(pair => (pair[0], pair[1]))]
            : throw new InvalidDataException("odd sparse map");

    /// <summary>A pair whose second field begins with NUL is not there.</summary>
    private static IEnumerable<(long Offset, long Length)> Pairs(TarHeader block, int offset, int count) =>
        Enumerable.Range(0, count).Select(i => offset + (24 * i)).Where(at => block.Bytes[at + 12] != 0)
            .Select(at => (block.Number(at, 12), block.Number(at + 12, 12)));
}
