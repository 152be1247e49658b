using System.Text;
using OciFs.Images;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.References;
using LayerBuilder = OciFs.Reference.Tar.LayerBuilder;
using LayoutBuilder = OciFs.Reference.Layout.LayoutBuilder;
using TempFolder = OciFs.Tests.Stores.Tools.TempFolder;
using Tool = OciFs.Tests.Stores.Tools.Tool;

namespace OciFs.Tests.Images;

/// <summary>What a file of a root file system tells of itself.</summary>
public sealed class FileNodeTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Names_are_bytes_and_have_kinds()
    {
        using var store = Open(LayerBuilder.Tar(
        [
            TestEntry.Directory("d"), TestEntry.File(new ByteString([(byte)'f', 0xFF])), TestEntry.Symlink("l", "d"), TestEntry.Fifo("p"),
            TestEntry.CharacterDevice("c", 1, 3), TestEntry.BlockDevice("b", 8, 0), TestEntry.HardLink("h", "p"),
        ]));
        var root = RootOf(store);
        var entries = root.List();

        Assert.Equal(
            "b BlockDevice c CharacterDevice d Directory f\uFFFD Regular h Fifo l SymbolicLink p Fifo",
            string.Join(' ', entries.Select(entry => $"{entry} {entry.Kind}")));
        Assert.Equal([(byte)'f', 0xFF], entries[3].Name.Bytes);
        Assert.Equal(FileKind.Regular, root.Find(entries[3].Name.Bytes.AsMemory())!.Kind);
        Assert.Equal(entries[4].Inode, entries[6].Inode);
        Assert.All(entries, entry => Assert.Equal(entry.Inode, root.Find(entry.Name.Bytes.AsMemory())!.Attributes.Inode));
        Assert.Equal("d"u8, root.Get("l").ReadLink().AsSpan());
        Assert.Equal(entries[2].Inode, root.Resolve("l").Attributes.Inode);
        Assert.Equal(FileKind.SymbolicLink, root.Resolve("/l", followLast: false).Kind);
    }

    [Fact]
    public void Attributes_of_the_layer_are_listed_and_those_of_the_tree_answer()
    {
        var file = TestEntry.File("file", "text") with { Xattrs = new Dictionary<ByteString, ByteString> { ["user.one"] = "1", ["security.capability"] = "\0x" } };
        using var store = Open(LayerBuilder.Tar([file, TestEntry.File("bare")]), LayerBuilder.Tar([TestEntry.File("above")]));
        var root = RootOf(store);

        Assert.Equal(["security.capability", "user.one"], root.Get("file").ListXattrs().Select(name => name.ToString()).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal("\0x"u8, root.Get("file").GetXattr("security.capability")!.Value.AsSpan());
        Assert.Null(root.Get("file").GetXattr("user.none"));
        Assert.Empty(root.Get("bare").ListXattrs());
        Assert.Equal("00"u8, root.Get("file").GetXattr("user.ocifs.layer")!.Value.AsSpan());
        Assert.Equal("01"u8, root.Get("above").GetXattr("user.ocifs.layer")!.Value.AsSpan());
    }

    [Fact]
    public void A_stream_is_sought_in_and_holes_are_told()
    {
        Tool.Run(_folder.Path, "sh", "-c", "truncate -s 3M sparse; printf data | dd of=sparse bs=1 seek=1M conv=notrunc 2>&1; tar -cSf tar sparse");
        using var store = Open(File.ReadAllBytes(_folder["tar"]));
        var file = RootOf(store).Get("sparse");

        var range = Assert.Single(file.DataRanges());
        Assert.True(range.Start <= 1 << 20 && range.End >= (1 << 20) + 4 && range.End - range.Start < 1 << 20, $"{range}");
        using var stream = file.OpenRead();
        stream.Seek(-(2 << 20), SeekOrigin.End);
        var bytes = new byte[4];
        stream.ReadExactly(bytes);
        Assert.Equal("data"u8, bytes);
        Assert.Equal(3 << 20, stream.Length);
        Assert.Equal(OciFsError.Invalid, Assert.Throws<OciFsException>(() => RootOf(store).DataRanges()).Error);
    }

    [Fact]
    public void A_walk_meets_what_the_layers_leave_and_skips_what_it_is_told_to()
    {
        using var store = Open(
            LayerBuilder.Tar([TestEntry.File("a/b/c", "1"), TestEntry.File("a/gone"), TestEntry.File("a/z"), TestEntry.Symlink("loop", ".")]),
            LayerBuilder.Tar([TestEntry.Whiteout("a/gone"), TestEntry.File("a/b/d", "22")]));
        Assert.Equal("0 a Directory, 1 a/b Directory, 2 a/b/c Regular, 2 a/b/d Regular, 1 a/z Regular, 0 loop SymbolicLink", Walked(RootOf(store), skip: null));
        Assert.Equal("0 a Directory, 1 a/b Directory, 1 a/z Regular, 0 loop SymbolicLink", Walked(RootOf(store), skip: "b"));
        foreach (var file in RootOf(store).Walk())
        {
            Assert.Equal(RootOf(store).Resolve(Encoding.UTF8.GetString(file.Path), followLast: false).Attributes.Inode, file.Inode);
            Assert.Equal(file.Inode, file.Attributes.Inode);
            Assert.Equal(file.Kind, file.Node.Kind);
        }
    }

    [Fact]
    public void A_walk_of_the_whole_tree_enters_every_folder()
    {
        using var store = Open(LayerBuilder.Tar([TestEntry.File("file")]));
        var paths = new List<string>();
        foreach (var file in store.Root.Walk())
        {
            paths.Add(Encoding.UTF8.GetString(file.Path));
        }

        Assert.All(
            ["images/image/platforms/linux-amd64/rootfs/file", "images/image/platforms/linux-amd64/layers/00/diff/file", "repositories/image"],
            path => Assert.Contains(path, paths, StringComparer.Ordinal));
    }

    [Fact]
    public void Many_files_cost_no_objects()
    {
        using var store = Open(LayerBuilder.Tar([.. Enumerable.Range(0, 20_000).Select(i => TestEntry.File($"{i % 20}/{i}"))]));
        _ = Count(RootOf(store));
        var root = RootOf(store);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(20_020, Count(root));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40_000);
    }

    public void Dispose() => _folder.Dispose();

    private static int Count(FileNode root)
    {
        var count = 0;
        foreach (var file in root.Walk())
        {
            count += file.Inode != 0 ? 1 : 0;
        }

        return count;
    }

    private static string Walked(FileNode root, string? skip)
    {
        var lines = new List<string>();
        foreach (var file in root.Walk())
        {
            lines.Add($"{file.Depth} {Encoding.UTF8.GetString(file.Path)} {file.Kind}");
            if (Encoding.UTF8.GetString(file.Name) == skip)
            {
                file.SkipDirectory();
            }
        }

        return string.Join(", ", lines);
    }

    private static FileNode RootOf(ImageStore store) => store.Get("image").DefaultPlatform!.RootFs;

    private ImageStore Open(params byte[][] tars)
    {
        var layout = new LayoutBuilder(_folder["layout"]);
        layout.Name("image", layout.AddImage(tars.Select(tar => LayerBlob.Of(tar))).Manifest).Write();
        return ImageStore.Open($"oci:{layout.Folder}", new ImageStoreOptions { Cache = null, Platform = PlatformName.Parse("linux/amd64") });
    }
}
