namespace OciFs.Reference.Tar;

/// <summary>POSIX 1988 headers, nothing beyond them.</summary>
internal sealed class UstarEntryWriter : EntryWriter
{
    public const string Magic = "ustar\x0000";
    private const int PrefixLength = 155;

    /// <summary>Splits a long name at a slash into prefix and name; false if no slash serves.</summary>
    public static bool TrySplit(ByteString name, out ByteString prefix, out ByteString rest)
    {
        (prefix, rest) = (default, name);
        if (name.Length <= TarBlock.NameLength)
            return true;
        for (var slash = Math.Min(PrefixLength, name.Length - 2); slash > 0 && name.Length - slash - 1 <= TarBlock.NameLength; slash--)
        {
            if (name.Span[slash] != (byte)'/')
                continue;
            (prefix, rest) = (new ByteString(name.Span[..slash]), name.From(slash + 1));
            return true;
        }

        return false;
    }

    protected override void Write(TestEntry entry)
    {
        if (!TrySplit(entry.Name, out var prefix, out var name))
            throw new ArgumentException($"ustar cannot split the name {entry.Name}", nameof(entry));
        if (entry.Xattrs.Count > 0 || entry.Modified.Nanoseconds != 0 || entry.Content.IsSparse)
            throw new ArgumentException($"ustar has no xattrs, nanoseconds, holes: {entry}", nameof(entry));
        var block = CommonHeader(entry, entry.Content.Length);
        block.SetText(0, TarBlock.NameLength, name.Span);
        block.SetOctal(108, 8, entry.Uid);
        block.SetOctal(116, 8, entry.Gid);
        block.SetOctal(124, 12, entry.Content.Length);
        block.SetOctal(136, 12, entry.Modified.Seconds);
        block.SetText(157, TarBlock.NameLength, entry.Target.Span);
        block.SetText(257, 8, ((ByteString)Magic).Span);
        block.SetOctal(329, 8, entry.DeviceMajor);
        block.SetOctal(337, 8, entry.DeviceMinor);
        block.SetText(345, PrefixLength, prefix.Span);
        Put(block);
        Put(Data(entry.Content));
    }
}
