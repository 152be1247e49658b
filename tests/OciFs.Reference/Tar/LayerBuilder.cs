namespace OciFs.Reference.Tar;

/// <summary>Builds the tar of one layer, entry by entry, byte for byte as told.</summary>
public sealed class LayerBuilder
{
    private readonly List<byte> tar = [];

    /// <summary>The tar of some entries, closed by two zero blocks.</summary>
    /// <param name="dialect">All in this one; each entry in its own where nothing is said.</param>
    public static byte[] Tar(IEnumerable<TestEntry> entries, TarDialect? dialect = null, TarEnd end = TarEnd.Marker)
    {
        var builder = new LayerBuilder();
        foreach (var entry in entries)
            builder.Add(entry, dialect ?? entry.Dialect);
        return TarEnds.Close(builder.ToArray(endBlocks: 0), end);
    }

    /// <summary>The next entry.</summary>
    /// <exception cref="ArgumentException">The dialect has no way to say this entry.</exception>
    public LayerBuilder Add(TestEntry entry, TarDialect dialect = TarDialect.Pax) => AddRaw(EntryWriter.Write(entry, dialect));

    /// <summary>An extended header for the next entry alone (x), or for all that follow (g).</summary>
    public LayerBuilder AddRecords(PaxRecords records, EntryType type = EntryType.PaxLocal)
    {
        var entry = new TestEntry { Name = "pax-header", Type = type, Content = FileContent.Of(records.ToArray()) };
        return Add(entry, TarDialect.Ustar);
    }

    /// <summary>Bytes that are put in as they are.</summary>
    public LayerBuilder AddRaw(ReadOnlySpan<byte> bytes)
    {
        tar.AddRange(bytes);
        return this;
    }

    /// <summary>The tar with <paramref name="endBlocks"/> zero blocks at its end; two is what POSIX asks for.</summary>
    public byte[] ToArray(int endBlocks = 2) => [.. tar, .. new byte[endBlocks * TarBlock.Size]];
}
