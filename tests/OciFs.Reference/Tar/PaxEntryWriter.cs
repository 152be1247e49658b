namespace OciFs.Reference.Tar;

/// <summary>ustar headers with an extended one before them for whatever does not fit; the header then holds what fits of it.</summary>
internal sealed class PaxEntryWriter : EntryWriter
{
    private const string ShortName = "long-name";
    private readonly PaxRecords records = new();

    protected override void Write(TestEntry entry)
    {
        var data = Data(entry.Content);
        if (entry.Content.IsSparse)
        {
            // GNU tar manual, "PAX Format, Version 1.0": the map as decimal lines before the data, padded to whole blocks.
            var map = SparseMap(entry.Content);
            data = [.. map, .. data];
            records.Add("GNU.sparse.major", "1").Add("GNU.sparse.minor", "0");
            records.Add("GNU.sparse.name", entry.Name).Add("GNU.sparse.realsize", entry.Content.Length.ToString());
        }

        var block = CommonHeader(entry, data.Length);
        Text(block, 0, "path", entry.Content.IsSparse ? ShortName : entry.Name);
        Text(block, 157, "linkpath", entry.Target);
        Number(block, 108, 8, "uid", entry.Uid);
        Number(block, 116, 8, "gid", entry.Gid);
        Number(block, 329, 8, "SCHILY.devmajor", entry.DeviceMajor);
        Number(block, 337, 8, "SCHILY.devminor", entry.DeviceMinor);
        Time(block, entry.Modified);
        block.SetText(257, 8, ((ByteString)UstarEntryWriter.Magic).Span);
        foreach (var (name, value) in entry.Xattrs)
            records.Add("SCHILY.xattr." + name, value);
        if (!records.IsEmpty)
            PutRecord(EntryType.PaxLocal, "pax-header", records.ToArray(), UstarEntryWriter.Magic);
        Put(block);
        Put(data);
    }

    private static byte[] SparseMap(FileContent content)
    {
        var runs = SparseRuns(content);
        var lines = runs.SelectMany(run => new[] { run.Offset, run.Data.Length }).Prepend(runs.Length);
        var map = ((ByteString)string.Concat(lines.Select(line => $"{line}\n"))).Span.ToArray();
        Array.Resize(ref map, (map.Length + TarBlock.Size - 1) / TarBlock.Size * TarBlock.Size);
        return map;
    }

    private void Text(TarBlock block, int offset, string key, ByteString value)
    {
        block.SetText(offset, TarBlock.NameLength, value.Span[..Math.Min(value.Length, TarBlock.NameLength)]);
        if (value.Length > TarBlock.NameLength)
            records.Add(key, value);
    }

    private void Number(TarBlock block, int offset, int length, string key, long value)
    {
        if (TarBlock.FitsOctal(length, value))
            block.SetOctal(offset, length, value);
        else
            records.Add(key, value.ToString());
    }

    private void Time(TarBlock block, TarTime time)
    {
        if (TarBlock.FitsOctal(12, time.Seconds))
            block.SetOctal(136, 12, time.Seconds);
        if (time.Nanoseconds != 0 || !TarBlock.FitsOctal(12, time.Seconds))
            records.Add("mtime", time.ToPax());
    }
}
