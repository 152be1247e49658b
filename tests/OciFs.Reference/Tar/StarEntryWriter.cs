namespace OciFs.Reference.Tar;

/// <summary>star's headers (star(5)): POSIX ones with a prefix of 131 bytes, atime 476+12, ctime 488+12, "tar" and NUL at 508.</summary>
internal sealed class StarEntryWriter : EntryWriter
{
    private const int PrefixLength = 131;

    protected override void Write(TestEntry entry)
    {
        if (!UstarEntryWriter.TrySplit(entry.Name, out var prefix, out var name) || prefix.Length > PrefixLength)
            throw new ArgumentException($"star cannot split the name {entry.Name}", nameof(entry));
        if (entry.Xattrs.Count > 0 || entry.Modified.Nanoseconds != 0 || entry.Content.IsSparse)
            throw new ArgumentException($"star has no xattrs, nanoseconds, holes of ours: {entry}", nameof(entry));
        var block = CommonHeader(entry, entry.Content.Length);
        block.SetText(0, TarBlock.NameLength, name.Span);
        block.SetNumber(108, 8, entry.Uid);
        block.SetNumber(116, 8, entry.Gid);
        block.SetNumber(136, 12, entry.Modified.Seconds);
        block.SetText(157, TarBlock.NameLength, entry.Target.Span);
        block.SetText(257, 8, ((ByteString)UstarEntryWriter.Magic).Span);
        block.SetNumber(329, 8, entry.DeviceMajor);
        block.SetNumber(337, 8, entry.DeviceMinor);
        block.SetText(345, PrefixLength, prefix.Span);
        block.SetNumber(476, 12, entry.Modified.Seconds);
        block.SetNumber(488, 12, entry.Modified.Seconds);
        block.SetText(508, 4, "tar\0"u8);
        Put(block);
        Put(Data(entry.Content));
    }
}
