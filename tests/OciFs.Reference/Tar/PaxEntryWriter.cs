namespace OciFs.Reference.Tar;

/// <summary>ustar headers with an extended one before them for whatever does not fit; the header then holds what fits of it.</summary>
internal sealed class PaxEntryWriter(TarDialect dialect) : EntryWriter
{
    private const string ShortName = "long-name";
    private readonly PaxRecords records = new();

    protected override void Write(TestEntry entry)
    {
        var data = Data(entry.Content);
        var isRenamed = entry.Content.IsSparse && dialect != TarDialect.PaxSparse00;
        if (entry.Content.IsSparse)
            data = [.. SparseRecords(entry), .. data];
        var block = CommonHeader(entry, data.Length);
        Text(block, 0, "path", isRenamed ? ShortName : entry.Name);
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

    /// <summary>Describes the holes (GNU tar manual, "PAX Format" of each version).</summary>
    /// <returns>What goes before the data: version 1.0 has its map there.</returns>
    private byte[] SparseRecords(TestEntry entry)
    {
        var runs = SparseRuns(entry.Content);
        var length = entry.Content.Length.ToString();
        if (dialect == TarDialect.PaxSparse00)
        {
            records.Add("GNU.sparse.size", length).Add("GNU.sparse.numblocks", runs.Length.ToString());
            foreach (var run in runs)
                records.Add("GNU.sparse.offset", run.Offset.ToString()).Add("GNU.sparse.numbytes", run.Data.Length.ToString());
            return [];
        }

        records.Add("GNU.sparse.name", entry.Name);
        if (dialect == TarDialect.PaxSparse01)
        {
            records.Add("GNU.sparse.size", length).Add("GNU.sparse.numblocks", runs.Length.ToString())
                .Add("GNU.sparse.map", string.Join(',', runs.Select(run => $"{run.Offset},{run.Data.Length}")));
            return [];
        }

        records.Add("GNU.sparse.major", "1").Add("GNU.sparse.minor", "0").Add("GNU.sparse.realsize", length);
        return SparseMap(entry.Content);
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
