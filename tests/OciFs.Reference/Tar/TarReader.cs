namespace OciFs.Reference.Tar;

/// <summary>
/// Reads the entries of a tar as a test needs them: v7, ustar, PAX (x, g), GNU (L, K, base-256, S, the three PAX sparse forms).
/// Strict: what is not well formed throws; nothing is read after the end marker.
/// </summary>
public sealed class TarReader
{
    private readonly byte[] tar;
    private readonly Dictionary<string, ByteString> global = new(StringComparer.Ordinal);
    private int at;

    private TarReader(byte[] tar) => this.tar = tar;

    /// <summary>All entries, in the tar's order; also those of types that stand for no file.</summary>
    /// <exception cref="InvalidDataException">The tar is damaged, or says what this reader does not know.</exception>
    public static IReadOnlyList<TestEntry> Read(byte[] tar)
    {
        var reader = new TarReader(tar);
        var entries = new List<TestEntry>();
        while (reader.Next() is { } entry)
            entries.Add(entry);
        return entries;
    }

    private TestEntry? Next()
    {
        var pax = new PaxHeader();
        while (!IsAtEnd())
        {
            var header = new TarHeader(Take(TarBlock.Size));
            header.CheckSum();
            switch (header.Type)
            {
                case EntryType.PaxGlobal:
                    PaxHeader.Read(Padded(header.Size), AddGlobal);
                    break;
                case EntryType.PaxLocal:
                    pax.Clear();
                    PaxHeader.Read(Padded(header.Size), pax.Add);
                    break;
                case EntryType.GnuLongName:
                    pax.LongName = UpToNul(Padded(header.Size));
                    break;
                case EntryType.GnuLongLink:
                    pax.LongLink = UpToNul(Padded(header.Size));
                    break;
                default:
                    pax.AddGlobal(global);
                    return Entry(header, pax);
            }
        }

        return null;
    }

    /// <summary>Xattrs are facts about one file: no tool that unpacks images gives those of a global header to all.</summary>
    private void AddGlobal(string key, ByteString value)
    {
        if (!key.StartsWith(PaxHeader.XattrPrefix, StringComparison.Ordinal))
            global[key] = value;
    }

    /// <summary>One zero block or the end of the bytes will do, but one zero block alone between entries is damage.</summary>
    private bool IsAtEnd()
    {
        if (IsZeroAt(at) && !IsZeroAt(at + TarBlock.Size))
            throw new InvalidDataException("a single zero block between entries");
        return IsZeroAt(at);
    }

    private bool IsZeroAt(int offset)
    {
        if (offset >= tar.Length)
            return true;
        if (tar.Length - offset < TarBlock.Size)
            throw new InvalidDataException("cut within a block");
        return !tar.AsSpan(offset, TarBlock.Size).ContainsAnyExcept((byte)0);
    }

    private TestEntry Entry(TarHeader header, PaxHeader pax)
    {
        var size = pax.Number("size") ?? header.Size;
        var type = header.Type;
        var name = (pax.IsSparse ? pax.Text("GNU.sparse.name") : null) ?? pax.LongName ?? pax.Text("path") ?? header.Name;
        if (type == EntryType.OldFile)
            type = name.Span.EndsWith("/"u8) ? EntryType.Directory : EntryType.File;
        return new TestEntry
        {
            Name = name,
            Type = type == EntryType.GnuSparse ? EntryType.File : type,
            Mode = (uint)header.Number(100, 8) & 0xfff,
            Uid = pax.Number("uid") ?? header.Number(108, 8),
            Gid = pax.Number("gid") ?? header.Number(116, 8),
            Modified = pax.Text("mtime") is { } time ? ParseTime(time.ToLatin1()) : new TarTime(header.Number(136, 12)),
            Target = type is EntryType.Symlink or EntryType.HardLink ? pax.LongLink ?? pax.Text("linkpath") ?? header.LinkName : default,
            DeviceMajor = header.HasDevice ? (uint)(pax.Number("SCHILY.devmajor") ?? header.Number(329, 8)) : 0,
            DeviceMinor = header.HasDevice ? (uint)(pax.Number("SCHILY.devminor") ?? header.Number(337, 8)) : 0,
            Content = Content(header, type, pax, size),
            Xattrs = pax.Xattrs(),
        };
    }

    private FileContent Content(TarHeader header, EntryType type, PaxHeader pax, long size)
    {
        if (type == EntryType.GnuSparse)
        {
            var map = SparseMap.OfOldGnu(header, () => Take(TarBlock.Size));
            return SparseMap.Fill(map, header.Number(483, 12), Padded(size));
        }

        // A size on what has no data is let be, as every real tool does.
        if (type is EntryType.HardLink or EntryType.Symlink or EntryType.CharacterDevice or EntryType.BlockDevice or EntryType.Directory
            or EntryType.Fifo)
            return FileContent.Empty;
        var data = Padded(size);
        return pax.IsSparse ? SparseMap.OfPax(pax, data) : FileContent.Of(data);
    }

    private static TarTime ParseTime(string text)
    {
        try
        {
            return TarTime.Parse(text);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    /// <summary>An empty one says nothing.</summary>
    private static ByteString? UpToNul(byte[] bytes)
    {
        var text = new ByteString(bytes.AsSpan(0, bytes.IndexOf((byte)0) is >= 0 and var end ? end : bytes.Length));
        return text.IsEmpty ? default(ByteString?) : text;
    }

    private byte[] Take(long count)
    {
        if (count < 0 || count > tar.Length - at)
            throw new InvalidDataException($"cut short: {count} bytes wanted at {at} of {tar.Length}");
        at += (int)count;
        return tar[(at - (int)count)..at];
    }

    /// <summary>Data with its padding behind it; the padding may be missing at the very end.</summary>
    private byte[] Padded(long size)
    {
        var data = Take(size);
        at = Math.Min(tar.Length, (at + TarBlock.Size - 1) / TarBlock.Size * TarBlock.Size);
        return data;
    }
}
