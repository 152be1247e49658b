using OciFs.Reference;
using OciFs.Reference.Tar;

namespace OciFs.Fuzz.Harnesses;

/// <summary>Small layers with one of each thing, written by the reference.</summary>
internal static class SampleLayers
{
    /// <summary>A layer that others lie upon.</summary>
    public static byte[] Base { get; } = LayerBuilder.Tar(
    [
        TestEntry.Directory("dir/"), TestEntry.File("dir/file", "content"), TestEntry.File("top", "t"), TestEntry.Symlink("to-dir", "dir"),
        TestEntry.Directory("gone/"), TestEntry.File("gone/x", "x"), TestEntry.HardLink("again", "dir/file"),
    ]);

    /// <summary>A layer with everything a layer can have, upon <see cref="Base"/>.</summary>
    public static byte[] Rich { get; } = LayerBuilder.Tar(Entries());

    /// <summary>The layers in each dialect that can say them, and what no writer here says.</summary>
    public static IEnumerable<byte[]> Tars()
    {
        yield return Base;
        yield return Rich;
        yield return LayerBuilder.Tar(Entries().Where(entry => entry.Xattrs.Count == 0 && entry.Modified.Nanoseconds == 0), TarDialect.Gnu);
        yield return new LayerBuilder()
            .AddRecords(new PaxRecords().Add("mtime", "-1.5").Add("uid", "70000"), EntryType.PaxGlobal)
            .AddRecords(new PaxRecords().Add("GNU.sparse.size", "100").Add("GNU.sparse.numblocks", "1").Add("GNU.sparse.map", "5,3"))
            .Add(TestEntry.File("v0.1", "abc"), TarDialect.Ustar)
            .AddRecords(new PaxRecords().Add("GNU.sparse.size", "100").Add("GNU.sparse.numblocks", "1").Add("GNU.sparse.offset", "5")
                .Add("GNU.sparse.numbytes", "3"))
            .Add(TestEntry.File("v0.0", "abc"), TarDialect.Ustar)
            .AddRecords(new PaxRecords().Add("LIBARCHIVE.xattr.user.%62", "Mg").Add("atime", "1.25").Add("ctime", "2").Add("size", "3"))
            .Add(TestEntry.File("archive", "abc"), TarDialect.Ustar)
            .ToArray();
    }

    private static IEnumerable<TestEntry> Entries() =>
    [
        TestEntry.Directory("./") with { Mode = 0x1ff },
        TestEntry.Directory("dir/"), TestEntry.Whiteout("dir/file"), TestEntry.File("dir/new", "new"),
        TestEntry.Opaque("gone"), TestEntry.File("gone/y", "y"),
        TestEntry.File("a/b/c/implied", "deep"), TestEntry.Symlink("link", "a/b"), TestEntry.File("link/through", "l"),
        TestEntry.HardLink("hard", "dir/new"), TestEntry.HardLink("lower", "top"), TestEntry.HardLink("none", "missing"),
        TestEntry.CharacterDevice("dev", 1, 300), TestEntry.Fifo("fifo"),
        TestEntry.File(new string('n', 200), "long name") with { Modified = new TarTime(-5, 500_000_000), Uid = 3_000_000_000 },
        TestEntry.Symlink("s", new string('t', 200)),
        new TestEntry
        {
            Name = "sparse",
            Type = EntryType.File,
            Content = new FileContent(100_000, [new FileSegment(512, new byte[600]), new FileSegment(9000, "end"u8.ToArray())]),
        },
        TestEntry.File("xattrs", "x").WithXattr("user.a", "1").WithXattr("security.capability", "\0\0\0\u0002"),
    ];
}
