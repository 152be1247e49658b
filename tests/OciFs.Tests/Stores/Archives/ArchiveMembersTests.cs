using System.Formats.Tar;
using OciFs.Stores;
using OciFs.Stores.Archives;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores.Archives;

/// <summary>What the scan finds of a tar, compressed or not.</summary>
public sealed class ArchiveMembersTests
{
    /// <summary>Python's tarfile says where each file lies.</summary>
    private const string Lister = """
        import sys, tarfile
        for m in tarfile.open(sys.argv[1]):
            if m.isreg(): print(m.name.lstrip("./"), m.offset_data, m.size)
        """;

    [Theory]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Files_lie_where_another_reader_finds_them(TarEntryFormat format)
    {
        using var archive = new ArchiveBuilder(format);
        for (var i = 0; i < 300; i++)
        {
            // Around the lengths at which reading and jumping change over.
            archive.File($"{(i % 2 == 0 ? "./" : "")}blobs/{i}{new string('x', format == TarEntryFormat.Ustar ? 0 : i)}", new byte[i % 7 == 0 ? 300_000 + i : (i * 37) % 9000]);
            archive.Folder($"folder{i}/");
        }

        var expected = Tool.Lines(Tool.Run("/", "python3", "-c", Lister, archive.Write()));
        foreach (var path in Packed(archive))
        {
            var members = MembersOf(path);
            Assert.Empty(members.Problems);
            Assert.Equal(
                expected.Order(StringComparer.Ordinal),
                members.Entries.Select(entry => $"{entry.Key} {entry.Value.Offset} {entry.Value.Length}").Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Content_is_not_read()
    {
        using var archive = new ArchiveBuilder();
        archive.File("large", new byte[100 << 20]).File("index.json", "{}").Write();
        using var file = new CountingBlob(archive.Path);
        var collector = new MemberCollector();
        ArchiveScan.ScanPlain(file, collector);
        Assert.Equal(["index.json", "large"], collector.Finish().Entries.Keys.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.InRange(file.BytesRead, 1, 20_000);
    }

    [Theory]
    [InlineData("a", "file")]
    [InlineData("./a", "file")]
    [InlineData("/a", "file")]
    [InlineData("d/../a", "file")]
    [InlineData("link", "file")]
    [InlineData("d/up", "file")]
    [InlineData("d/root", "file")]
    [InlineData("chain", "file")]
    [InlineData("hard", "file")]
    [InlineData("folder/up", "file")]
    [InlineData("nothing", "no member nothing")]
    [InlineData("d", "no member d")]
    [InlineData("../a", "the path ../a leads out of the archive")]
    [InlineData("out", "the path out leads out of the archive")]
    [InlineData("circle", "the member circle is a symbolic link that leads nowhere: more than 40 links")]
    [InlineData("self", "the member self is a symbolic link that leads nowhere: more than 40 links")]
    [InlineData("selffolder/x", "the member selffolder/x is a symbolic link that leads nowhere: more than 40 links")]
    [InlineData("dangling", "the member dangling is a link to gone, which is not there")]
    public void Links_are_followed_within_the_archive(string path, string expected)
    {
        using var archive = new ArchiveBuilder();
        archive.File("a", "1234567").Link("link", "a").Folder("d/").Link("d/up", "../a").Link("d/root", "/a").Link("chain", "d/up")
            .HardLink("hard", "a").Link("folder", "d").Link("out", "../a").Link("circle", "elcric").Link("elcric", "circle").Link("self", "self")
            .Link("selffolder", "selffolder").Link("dangling", "gone");
        var members = MembersOf(archive.Write());
        Assert.Equal(expected, members.TryFind(path, out var member, out var why) ? "file" : why);
        Assert.Equal(expected == "file" ? 7 : 0, member.Length);
    }

    [Fact]
    public void Of_two_members_of_one_name_the_last_is_read()
    {
        using var archive = new ArchiveBuilder();
        archive.File("a", "1").HardLink("first", "a").File("./a", "22").File("b", "3");
        var members = MembersOf(archive.Write());
        Assert.True(members.TryFind("a", out var member, out _));
        Assert.Equal(2, member.Length);
        Assert.True(members.TryFind("first", out member, out _));
        Assert.Equal(1, member.Length);
        Assert.Equal(["two members named a; the last is read (header at 1536)"], members.Problems);
    }

    [Fact]
    public void A_member_without_a_place_in_the_archive_is_left_out()
    {
        using var archive = new ArchiveBuilder();
        archive.File("../a", "1").HardLink("hard", "gone").File("b", "2");
        var members = MembersOf(archive.Write());
        Assert.Equal(["b"], members.Entries.Keys, StringComparer.Ordinal);
        Assert.Equal(
            ["the member ../a (header at 0) has no name within the archive and is left out", "the member hard is a hard link to gone, which is not there"],
            members.Problems);
    }

    /// <summary>Cut at every place that matters; what lies before the cut is there.</summary>
    [Fact]
    public void A_tar_that_is_cut_keeps_what_is_whole()
    {
        using var archive = new ArchiveBuilder();
        archive.File("a", new byte[1000]).File("b", new byte[5000]).File("b", new byte[700]).Write();
        var whole = File.ReadAllBytes(archive.Path);
        foreach (var length in (int[])[100, 512, 1000, 1511, 1512, 1536, 1600, 2048, 7000, 7168, 7680, 8000, 8379, 8380, 8704])
        {
            File.WriteAllBytes(archive.PathOf("cut"), whole[..length]);
            if (length < 512)
            {
                Assert.Equal(["cut short"], TextsOf("the archive is cut short", MembersOf(archive.PathOf("cut"))), StringComparer.Ordinal);
                continue;
            }

            var members = MembersOf(archive.PathOf("cut"));
            Assert.Equal(length >= 1512, members.TryFind("a", out _, out _));
            Assert.Equal(length >= 2048 + 5000, members.TryFind("b", out var b, out _));
            Assert.Equal(length >= 7680 + 700 ? 700 : length >= 2048 + 5000 ? 5000 : 0, b.Length);
            var isCut = length is not (1512 or 1536 or 7168 or 8380 or 8704);
            Assert.Equal(isCut, members.Problems.Any(problem => problem.Contains("the archive is cut short", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void A_compressed_tar_that_is_cut_keeps_what_is_whole(string program)
    {
        using var archive = new ArchiveBuilder();
        var random = new Random(1);
        var content = new byte[6_000_000];
        random.NextBytes(content);
        archive.File("a", content).File("b", "bb").File("c", content).File("d", content).Write();
        var packed = Pack(archive, program);
        using (var file = File.OpenWrite(packed))
        {
            file.SetLength(file.Length * 3 / 4);
        }

        var opened = Archive.Open(packed, new StoreOptions());
        Assert.True(opened.Members.TryFind("a", out var a, out _));
        Assert.True(opened.Members.TryFind("b", out var b, out _));
        Assert.False(opened.Members.TryFind("d", out _, out _));
        Assert.Equal(content, opened.Read(a));
        Assert.Equal("bb"u8, opened.Read(b));
        Assert.Contains(opened.Members.Problems, problem => problem.StartsWith($"the {program} stream breaks off", StringComparison.Ordinal));
        Assert.Contains(opened.Members.Problems, problem => problem.Contains("the archive is cut short", StringComparison.Ordinal));
        opened.Release();
    }

    [Fact]
    public void Sparse_members_are_refused()
    {
        using var folder = new TempFolder();
        Tool.Run(folder.Path, "truncate", "-s", "1M", "holes");
        Tool.Run(folder.Path, "tar", "--sparse", "--format=gnu", "-cf", "archive.tar", "holes");
        Assert.False(MembersOf(folder["archive.tar"]).TryFind("holes", out _, out var why));
        Assert.Contains("sparse", why);
    }

    [Theory]
    [InlineData("xz", "compressed by xz, which is not supported")]
    [InlineData("bzip2", "compressed by bzip2, which is not supported")]
    public void Other_compressions_are_named(string program, string message)
    {
        using var archive = new ArchiveBuilder();
        archive.File("a", "1").Write();
        var error = Assert.Throws<OciFsException>(() => MembersOf(Pack(archive, program)));
        Assert.Equal(OciFsError.Unsupported, error.Error);
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("no tar", "this is not a tar archive")]
    public void What_is_no_tar_is_told(string text, string message)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["file"], text.Length == 0 ? "" : text.PadRight(2000));
        Assert.StartsWith($"{folder["file"]}: {message}", Assert.Throws<OciFsException>(() => MembersOf(folder["file"])).Message, StringComparison.Ordinal);
        var packed = folder["file.gz"];
        File.WriteAllBytes(packed, ArchiveBuilder.Gzip(File.ReadAllBytes(folder["file"])));
        Assert.Contains(packed, Assert.Throws<OciFsException>(() => MembersOf(packed)).Message);
    }

    internal static string[] Packed(ArchiveBuilder archive) => [archive.Path, Pack(archive, "gzip"), Pack(archive, "zstd")];

    internal static string Pack(ArchiveBuilder archive, string program)
    {
        var packed = archive.PathOf($"archive.{program}");
        File.Delete(packed);
        Tool.Run("/", "sh", "-c", $"{program} <'{archive.Path}' >'{packed}'");
        return packed;
    }

    private static IEnumerable<string> TextsOf(string text, ArchiveMembers members) =>
        members.Problems.Select(problem => problem.Contains(text, StringComparison.Ordinal) ? "cut short" : problem);

    private static ArchiveMembers MembersOf(string path)
    {
        var archive = Archive.Open(path, new StoreOptions());
        archive.Release();
        return archive.Members;
    }

    private sealed class CountingBlob(string path) : IBlob
    {
        private readonly FileBlob _file = new(File.OpenHandle(path));

        public long BytesRead { get; private set; }

        public long Length => _file.Length;

        public int ReadAt(long offset, Span<byte> destination)
        {
            var read = _file.ReadAt(offset, destination);
            BytesRead += read;
            return read;
        }

        public void Dispose() => _file.Dispose();
    }
}
