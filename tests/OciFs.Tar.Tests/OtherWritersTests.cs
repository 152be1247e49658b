using System.Formats.Tar;
using OciFs.Tar.Tests.Tools;
using DotNetEntry = System.Formats.Tar.TarEntry;
using DotNetType = System.Formats.Tar.TarEntryType;

namespace OciFs.Tar.Tests;

/// <summary>Archives of bsdtar, Python and .NET.</summary>
public sealed class OtherWritersTests
{
    private const string PythonWriter = """
        import io, sys, tarfile
        formats = {'ustar': tarfile.USTAR_FORMAT, 'gnu': tarfile.GNU_FORMAT, 'pax': tarfile.PAX_FORMAT}
        form = formats[sys.argv[1]]
        with tarfile.open('a.tar', 'w', format=form, encoding='utf-8', errors='surrogateescape') as t:
            def put(name, type, data=b'', link='', **more):
                m = tarfile.TarInfo(name); m.type = type; m.size = len(data); m.linkname = link
                for k, v in more.items(): setattr(m, k, v)
                t.addfile(m, io.BytesIO(data))
            put('f', tarfile.REGTYPE, b'data', mode=0o6751, uid=1000, gid=2000, mtime=1234567890)
            put('old', tarfile.AREGTYPE, b'x' * 513)
            put('dir/', tarfile.DIRTYPE, mode=0o1777); put('s', tarfile.SYMTYPE, link='../target'); put('h', tarfile.LNKTYPE, link='f')
            put('c', tarfile.CHRTYPE, devmajor=1, devminor=3); put('b', tarfile.BLKTYPE, devmajor=259, devminor=1048575)
            put('p', tarfile.FIFOTYPE); put('../up//./x', tarfile.REGTYPE)
            put('caf\udce9', tarfile.REGTYPE); put('d/' * 60 + 'prefixed', tarfile.REGTYPE, b'1')
            if form != tarfile.USTAR_FORMAT:
                put('n' * 300, tarfile.REGTYPE, b'2', uid=2**31 + 5, gid=2**32 - 1, mtime=-1)
                put('l', tarfile.SYMTYPE, link='t' * 200, mtime=2**34)
        """;

    [Theory]
    [InlineData("ustar")]
    [InlineData("gnu")]
    [InlineData("pax")]
    public void Python(string format)
    {
        using var folder = new TempFolder();
        Tool.Python(folder.Path, PythonWriter, format);

        var entries = Scan.Sound(folder.Read("a.tar"));

        Assert.InRange(entries.Count, 11, 13);
        Expect.Lines(PythonList.Of(folder, "a.tar"), entries.Select(PythonList.Line));
    }

    [Theory]
    [InlineData("v7")]
    [InlineData("ustar")]
    [InlineData("gnutar")]
    [InlineData("pax")]
    [InlineData("paxr")]
    public void Bsdtar(string format)
    {
        using var folder = new TempFolder();
        SourceTree.MakeMixed(folder);

        // v7 and ustar leave out what does not fit and end with status 1.
        Tool.Run(folder.Path, 1, "bsdtar", "-cf", "a.tar", $"--format={format}", "--no-read-sparse", "t");
        var entries = Scan.Sound(folder.Read("a.tar"));

        Assert.InRange(entries.Count, 10, 30);
        Expect.Lines(PythonList.Of(folder, "a.tar"), entries.Select(PythonList.Line));
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void DotNet(TarEntryFormat format)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, format, leaveOpen: true))
        {
            foreach (var entry in DotNetEntries(format))
                writer.WriteEntry(entry);
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        var expected = new List<string>();
        while (reader.GetNextEntry() is { } entry)
            expected.Add(Line(entry));

        Expect.Lines(expected, Scan.Sound(archive.ToArray()).Select(Line));
    }

    private static IEnumerable<DotNetEntry> DotNetEntries(TarEntryFormat format)
    {
        DotNetEntry Make(DotNetType type, string name) => format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type == DotNetType.RegularFile ? DotNetType.V7RegularFile : type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Pax => new PaxTarEntry(type, name),
            _ => new GnuTarEntry(type, name),
        };

        var file = Make(DotNetType.RegularFile, "dir/file");
        file.DataStream = new MemoryStream(new byte[777]);
        (file.Mode, file.Uid, file.Gid) = ((UnixFileMode)0xDED, 12345, 54321);
        file.ModificationTime = DateTimeOffset.FromUnixTimeSeconds(1_234_567_890);
        yield return file;
        yield return Make(DotNetType.Directory, "dir/");
        var link = Make(DotNetType.SymbolicLink, "link");
        link.LinkName = "dir/file";
        yield return link;
        var hard = Make(DotNetType.HardLink, "hard");
        hard.LinkName = "dir/file";
        yield return hard;
        if (format is TarEntryFormat.Pax or TarEntryFormat.Gnu)
            yield return Make(DotNetType.RegularFile, new string('n', 180));
    }

    private static string Line(DotNetEntry entry) => string.Join('|',
        entry.Name,
        entry.LinkName,
        entry.EntryType is DotNetType.V7RegularFile ? DotNetType.RegularFile : entry.EntryType,
        (int)entry.Mode,
        entry.Uid,
        entry.Gid,
        entry.Length,
        entry.ModificationTime.ToUnixTimeSeconds(),
        entry.DataOffset);

    private static string Line(SeenEntry entry) => string.Join('|',
        entry.Name,
        entry.LinkName,
        entry.Type switch
        {
            TarEntryType.Regular => nameof(DotNetType.RegularFile),
            TarEntryType.Symlink => nameof(DotNetType.SymbolicLink),
            var type => type.ToString(),
        },
        entry.Mode,
        entry.Uid,
        entry.Gid,
        entry.Size,
        entry.Modified.Seconds,
        entry.DataOffset);
}
