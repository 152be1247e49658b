namespace OciFs.Reference.Tar;

/// <summary>Headers from before POSIX, which end behind the link's name.</summary>
internal sealed class V7EntryWriter : EntryWriter
{
    protected override void Write(TestEntry entry)
    {
        var isDirectory = entry.Type == EntryType.Directory;
        var name = isDirectory ? entry.Name + "/" : entry.Name;
        if (entry.Xattrs.Count > 0 || entry.Modified.Nanoseconds != 0 || entry.Content.IsSparse || (!isDirectory && name.Span.EndsWith("/"u8))
            || entry.Type is not (EntryType.File or EntryType.Directory or EntryType.HardLink or EntryType.Symlink))
            throw new ArgumentException($"v7 cannot say {entry}", nameof(entry));
        var block = CommonHeader(entry, entry.Content.Length);
        if (entry.Type is EntryType.File or EntryType.Directory)
            block.Bytes[156] = 0;
        block.SetText(0, TarBlock.NameLength, name.Span);
        block.SetOctal(108, 8, entry.Uid);
        block.SetOctal(116, 8, entry.Gid);
        block.SetOctal(136, 12, entry.Modified.Seconds);
        block.SetText(157, TarBlock.NameLength, entry.Target.Span);
        Put(block);
        Put(Data(entry.Content));
    }
}
