namespace OciFs.Soak;

/// <summary>What a process takes.</summary>
/// <param name="Resident">Bytes of RAM, pages of files among them.</param>
/// <param name="Proportional">The same, with a share of what others have too.</param>
/// <param name="Anonymous">Bytes that are no pages of files.</param>
/// <param name="Caches">Bytes of those that are caches with a bound of their own.</param>
/// <param name="Descriptors">Open files.</param>
/// <param name="Threads">Threads.</param>
internal readonly record struct Usage(long Resident, long Proportional, long Anonymous, long Caches, int Descriptors, int Threads)
{
    public static Usage Of(int process, long caches)
    {
        var rollup = Fields($"/proc/{process}/smaps_rollup");
        return new Usage(
            rollup["Rss"] * 1024,
            rollup["Pss"] * 1024,
            rollup["Anonymous"] * 1024,
            caches,
            Directory.GetFileSystemEntries($"/proc/{process}/fd").Length,
            (int)Fields($"/proc/{process}/status")["Threads"]);
    }

    private static Dictionary<string, long> Fields(string file)
    {
        var fields = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(file))
        {
            var parts = line.Split([':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length > 1 && long.TryParse(parts[1], out var value))
                fields[parts[0]] = value;
        }
        return fields;
    }
}
