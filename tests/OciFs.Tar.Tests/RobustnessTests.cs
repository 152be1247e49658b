using OciFs.Tar.Tests.Tools;

namespace OciFs.Tar.Tests;

/// <summary>Damaged archives: nothing is thrown, memory stays small, and what is told is the same however the stream is cut.</summary>
public sealed class RobustnessTests
{
    private static readonly byte[] Seed = MakeSeed();

    [Fact]
    public void EveryTruncation()
    {
        for (var length = 0; length < Seed.Length; length++)
            AssertSameInCuts(Seed.AsSpan(0, length), 1 + (length % 777));
    }

    [Fact]
    public void OnlyContentCanBeSkipped()
    {
        var scanner = new TarScanner(new Recorder());
        var archive = new TarBuilder().Pax("path=x").File("file", "content").ToArray();
        scanner.Write(archive.AsSpan(0, 1024));
        Assert.Equal(0, scanner.Skippable);
        Assert.Throws<ArgumentOutOfRangeException>(() => scanner.Skip(1));
        scanner.Write(archive.AsSpan(1024, 512));
        Assert.Equal(512, scanner.Skippable);
        Assert.Throws<ArgumentOutOfRangeException>(() => scanner.Skip(513));
        Assert.Throws<ArgumentOutOfRangeException>(() => scanner.Skip(-1));
        scanner.Skip(3);
        scanner.Skip(509);
        Assert.Equal((0, 2048), (scanner.Skippable, scanner.Position));
    }

    [Fact]
    public void HeadersThatAnnounceMuch_TakeLittleMemory()
    {
        var archive = new TarBuilder();
        foreach (var flag in "xgLK0")
            archive.Entry("x", flag, magic: TarBuilder.Gnu, edit: header => TarBuilder.Put(header, 124, "77777777777"));
        var bytes = archive.ToArray();

        foreach (var header in bytes.Chunk(512))
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal([TarProblemKind.Truncated], Scan.InCuts(header, 512).ProblemKinds);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        }
    }

    [Fact]
    public void OrdinaryEntries_AllocateNothing()
    {
        var builder = new TarBuilder();
        for (var i = 0; i < 1000; i++)
        {
            builder.File($"dir/{i}", "content").Entry($"dir/{i}/", '5')
                .Pax("mtime=1.5", "SCHILY.xattr.user.a=1", $"path=long/{i}").File("x")
                .Entry("", 'L', new string('n', 200), magic: TarBuilder.Gnu).Entry("x", '2', link: "y", magic: TarBuilder.Gnu);
        }

        var archive = builder.End();

        // The runtime now and then allocates for itself on this thread while it compiles; what the scanner allocates comes each time.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => AllocatedBehindTheStart(archive)));
    }

    private static long AllocatedBehindTheStart(byte[] archive)
    {
        var counter = new Counter();
        var scanner = new TarScanner(counter);
        scanner.Write(archive.AsSpan(0, 100_000));

        var before = GC.GetAllocatedBytesForCurrentThread();
        scanner.Write(archive.AsSpan(100_000));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal((4000, 0), (counter.Entries, counter.Problems));
        return allocated;
    }

    private static void AssertSameInCuts(ReadOnlySpan<byte> archive, int cut)
    {
        var whole = Scan.InCuts(archive, archive.Length + 1);
        var pieces = Scan.InCuts(archive, cut);
        Assert.Equal(whole.Entries, pieces.Entries);
        Assert.Equal(whole.Problems, pieces.Problems);
        var skipping = Scan.Skipping(archive, cut);
        Assert.Equal(whole.Entries, skipping.Entries);
        Assert.Equal(whole.Problems, skipping.Problems);
        foreach (var entry in whole.Entries)
        {
            Assert.InRange(entry.DataOffset, entry.HeaderOffset + 512, archive.Length);
            Assert.InRange(entry.StoredSize, 0, entry.IsSparse ? entry.Size : long.MaxValue - entry.DataOffset);
            Assert.InRange(entry.Modified.Nanoseconds, 0, 999_999_999);
        }
    }

    /// <summary>One of each thing the scanner knows.</summary>
    private static byte[] MakeSeed() => new TarBuilder()
        .PaxGlobal("uid=7", "comment=seed")
        .File("file", "content")
        .Pax("path=pax", "mtime=-1.5", "SCHILY.xattr.user.a=\0=1", "LIBARCHIVE.xattr.user.%62=Mg", "size=3", "SCHILY.devmajor=3")
        .File("x", "abc")
        .Entry("", 'L', "gnu\0", magic: TarBuilder.Gnu).Entry("", 'K', "link\0", magic: TarBuilder.Gnu)
        .Entry("x", '2', magic: TarBuilder.Gnu)
        .Pax("GNU.sparse.major=1", "GNU.sparse.minor=0", "GNU.sparse.name=s", "GNU.sparse.realsize=100")
        .File("x", "2\n1\n1\n9\n2\n".PadRight(512, '\0') + "abc")
        .Pax("GNU.sparse.size=100", "GNU.sparse.numblocks=1", "GNU.sparse.map=5,3").File("x", "abc")
        .Pax("GNU.sparse.size=100", "GNU.sparse.numblocks=1", "GNU.sparse.offset=5", "GNU.sparse.numbytes=3").File("x", "abc")
        .Entry("old", 'S', "abc", magic: TarBuilder.Gnu, edit: header =>
        {
            TarBuilder.Put(header, 386, "00000000001\0" + "00000000001\0");
            header[482] = 1;
            TarBuilder.Put(header, 483, "00000001000\0");
        })
        .File("dir/", type: '5').File("dev", type: '3').File("contiguous", "abc", '7')
        .Entry("star", '0', edit: header => TarBuilder.Put(header, 508, "tar\0"))
        .End();

    private sealed class Counter : ITarSink
    {
        public int Entries { get; private set; }

        public int Problems { get; private set; }

        public void Entry(in TarEntry entry) => Entries++;

        public void Problem(in TarProblem problem) => Problems++;
    }
}
