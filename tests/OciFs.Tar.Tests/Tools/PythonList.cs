namespace OciFs.Tar.Tests.Tools;

/// <summary>What Python's tarfile finds in an archive, in a form to compare.</summary>
internal static class PythonList
{
    private const string Script = """
        import math, os, sys, tarfile
        kinds = {tarfile.REGTYPE: 'Regular', tarfile.AREGTYPE: 'Regular', tarfile.GNUTYPE_SPARSE: 'Regular', tarfile.LNKTYPE: 'HardLink',
                 tarfile.SYMTYPE: 'Symlink', tarfile.CHRTYPE: 'CharDevice', tarfile.BLKTYPE: 'BlockDevice', tarfile.DIRTYPE: 'Directory',
                 tarfile.FIFOTYPE: 'Fifo'}
        for m in tarfile.open(sys.argv[1], 'r:', encoding='utf-8', errors='surrogateescape'):
            device = m.type in (tarfile.CHRTYPE, tarfile.BLKTYPE)
            sparse = ' '.join('%d+%d' % s for s in m.sparse if s[1]) if m.sparse is not None else '-'
            link = m.linkname if m.type in (tarfile.LNKTYPE, tarfile.SYMTYPE) else ''
            print('|'.join(map(str, [os.fsencode(m.name).hex(), kinds[m.type], '%o' % (m.mode & 0o7777), m.uid, m.gid,
                m.size, m.offset_data, os.fsencode(link).hex(), m.devmajor if device else 0, m.devminor if device else 0,
                math.floor(m.mtime), sparse])))
        """;

    public static string[] Of(TempFolder folder, string archive) => Tool.Lines(Tool.Python(folder.Path, Script, archive));

    /// <summary>The same line for an entry of ours. Python drops the slash at the end of a name.</summary>
    public static string Line(SeenEntry entry) => string.Join('|',
        Hex(entry.Name.TrimEnd('/')), entry.Type, Convert.ToString(entry.Mode, 8), entry.Uid, entry.Gid, entry.Size, entry.DataOffset,
        Hex(entry.LinkName), entry.DevMajor, entry.DevMinor, entry.Modified.Seconds, entry.IsSparse ? entry.Segments : "-");

    private static string Hex(string latin1) => Convert.ToHexStringLower(System.Text.Encoding.Latin1.GetBytes(latin1));
}
