namespace OciFs.Reference.Tar;

/// <summary>What the writers of all dialects share: the blocks of one entry one after the other.</summary>
internal abstract class EntryWriter
{
    private readonly List<byte> output = [];

    /// <summary>The blocks of an entry.</summary>
    /// <exception cref="ArgumentException">The dialect has no way to say this entry.</exception>
    public static byte[] Write(TestEntry entry, TarDialect dialect)
    {
        EntryWriter writer = dialect switch
        {
            TarDialect.Gnu => new GnuEntryWriter(),
            TarDialect.Ustar => new UstarEntryWriter(),
            TarDialect.Star => new StarEntryWriter(),
            TarDialect.V7 => new V7EntryWriter(),
            _ => new PaxEntryWriter(dialect),
        };
        writer.Write(entry);
        return [.. writer.output];
    }

    /// <summary>Whether the dialect has a way to say this entry.</summary>
    public static bool CanWrite(TestEntry entry, TarDialect dialect)
    {
        try
        {
            return Write(entry, dialect).Length > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    protected abstract void Write(TestEntry entry);

    /// <summary>Fills what stands in the same place in every dialect.</summary>
    protected static TarBlock CommonHeader(TestEntry entry, long size)
    {
        var block = new TarBlock();
        block.SetOctal(100, 8, entry.Mode);
        block.SetOctal(124, 12, TarBlock.FitsOctal(12, size) ? size : 0);
        block.Bytes[156] = (byte)entry.Type;
        return block;
    }

    /// <summary>Data and its padding to whole blocks.</summary>
    protected void Put(ReadOnlySpan<byte> data)
    {
        output.AddRange(data);
        output.AddRange(new byte[(TarBlock.Size - (data.Length % TarBlock.Size)) % TarBlock.Size]);
    }

    protected void Put(TarBlock block) => output.AddRange(block.Seal().Bytes);

    /// <summary>A record that speaks of the next entry: L, K, x.</summary>
    protected void PutRecord(EntryType type, string name, byte[] data, string magic)
    {
        var block = CommonHeader(new TestEntry { Name = name, Type = type }, data.Length);
        block.SetText(0, TarBlock.NameLength, ((ByteString)name).Span);
        block.SetOctal(108, 8, 0);
        block.SetOctal(116, 8, 0);
        block.SetOctal(136, 12, 0);
        block.SetText(257, 8, ((ByteString)magic).Span);
        Put(block);
        Put(data);
    }

    /// <summary>The runs of a sparse file, and an empty one at its end, for GNU tar takes the length of the file from the last.</summary>
    protected static FileSegment[] SparseRuns(FileContent content) => [.. content.Segments, new FileSegment(content.Length, [])];

    /// <summary>The runs of data, one after the other.</summary>
    protected static byte[] Data(FileContent content) => [.. content.Segments.SelectMany(segment => segment.Data)];
}
