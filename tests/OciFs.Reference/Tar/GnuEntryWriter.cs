namespace OciFs.Reference.Tar;

/// <summary>
/// GNU tar's own format (GNU tar manual, "Basic Tar Format" and "Storing Sparse Files"): sparse map of four pairs of 12 bytes at 386,
/// "is extended" at 482, real size at 483; each further block holds 21 pairs and "is extended" at 504.
/// </summary>
internal sealed class GnuEntryWriter : EntryWriter
{
    private const string Magic = "ustar  ";
    private const int PairLength = 24;
    private const int PairsInHeader = 4;
    private const int PairsInBlock = 21;

    protected override void Write(TestEntry entry)
    {
        if (entry.Xattrs.Count > 0 || entry.Modified.Nanoseconds != 0)
            throw new ArgumentException($"GNU tar has no xattrs and no nanoseconds: {entry}", nameof(entry));
        Long(EntryType.GnuLongLink, entry.Target);
        Long(EntryType.GnuLongName, entry.Name);
        var data = Data(entry.Content);
        var block = CommonHeader(entry, data.Length);
        block.SetText(0, TarBlock.NameLength, Cut(entry.Name));
        block.SetNumber(108, 8, entry.Uid);
        block.SetNumber(116, 8, entry.Gid);
        block.SetNumber(136, 12, entry.Modified.Seconds);
        block.SetText(157, TarBlock.NameLength, Cut(entry.Target));
        block.SetText(257, 8, ((ByteString)Magic).Span);
        block.SetNumber(329, 8, entry.DeviceMajor);
        block.SetNumber(337, 8, entry.DeviceMinor);
        if (entry.Content.IsSparse)
            PutSparse(block, entry.Content);
        else
            Put(block);
        Put(data);
    }

    private static ReadOnlySpan<byte> Cut(ByteString text) => text.Span[..Math.Min(text.Length, TarBlock.NameLength)];

    private void Long(EntryType type, ByteString text)
    {
        if (text.Length > TarBlock.NameLength)
            PutRecord(type, "././@LongLink", text.ToCString(), Magic);
    }

    private void PutSparse(TarBlock header, FileContent content)
    {
        var map = SparseRuns(content);
        header.Bytes[156] = (byte)EntryType.GnuSparse;
        header.SetNumber(483, 12, content.Length);
        Pairs(header, 386, map[..Math.Min(map.Length, PairsInHeader)]);
        header.Bytes[482] = (byte)(map.Length > PairsInHeader ? 1 : 0);
        Put(header);
        for (var at = PairsInHeader; at < map.Length; at += PairsInBlock)
        {
            var block = new TarBlock();
            Pairs(block, 0, map[at..Math.Min(map.Length, at + PairsInBlock)]);
            block.Bytes[504] = (byte)(map.Length > at + PairsInBlock ? 1 : 0);
            Put(block.Bytes);
        }
    }

    private static void Pairs(TarBlock block, int offset, FileSegment[] map)
    {
        foreach (var segment in map)
        {
            block.SetNumber(offset, 12, segment.Offset);
            block.SetNumber(offset + 12, 12, segment.Data.Length);
            offset += PairLength;
        }
    }
}
