using FsCheck;
using FsCheck.Fluent;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Stacks;
using OciFs.References;
using OciFs.Stores;
using OciFs.Tree;

namespace OciFs.Tests.Tree;

/// <summary>What upper layers alone can tell is told while lower ones are still being read, and is what the whole stack says.</summary>
public sealed class PartlyReadStackTests
{
    private const int Stacks = 150;

    private static readonly byte[] Missing = "no such name"u8.ToArray();

    private int _told;
    private int _waiting;

    [Fact]
    public void AnUpperLayersFileDoesNotWait()
    {
        var stack = LayerStack.Of(
            [TestEntry.Directory("d"), TestEntry.File("d/low", "low"), TestEntry.File("d/both", "low"), TestEntry.File("o/low")],
            [
                TestEntry.File("d/both", "upper"), TestEntry.File("d/.wh.gone"), TestEntry.File("o/.wh..wh..opq"),
                TestEntry.File("o/x"), TestEntry.Directory("o"), TestEntry.Directory("only/here"),
            ]);
        OnContents(stack, contents =>
        {
            var tree = Partly(contents, 1);
            Assert.True(tree.TryLookup(tree.Root, "d"u8, out var directory));
            Assert.True(tree.TryLookup(directory, "both"u8, out var both));
            Assert.Equal((1, 1u), (both.Layer, tree.Links(both)));
            Assert.False(tree.TryLookup(directory, "gone"u8, out _));
            Assert.True(tree.TryLookup(tree.Root, "o"u8, out var opaque));
            Assert.False(tree.TryLookup(opaque, "low"u8, out _));
            Assert.True(tree.TryLookup(tree.Root, "only"u8, out var only));
            Assert.True(tree.TryLookup(only, "here"u8, out _));
            Assert.Throws<NotReadyException>(() => tree.TryLookup(directory, "low"u8, out _));
            Assert.Throws<NotReadyException>(() => tree.TryLookup(only, "there"u8, out _));
            Assert.Throws<NotReadyException>(() => tree.Links(directory));
            Assert.Throws<NotReadyException>(() => tree.Directory(tree.Root));
        });
    }

    [Fact]
    public void NothingIsToldThatTheWholeStackDoesNotSay()
    {
        Prop.ForAll(StackArbitrary.Of(StackOptions.All), stack =>
        {
            OnContents(stack, Compare);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Stacks).WithReplay(7, 9));
        Assert.True(_told > 1000, $"only {_told} names were told");
        Assert.True(_waiting > 1000, $"only {_waiting} names had to wait");
    }

    private void Compare(LayerContent[] contents)
    {
        var whole = new RootFs([.. contents], new DirectoryCache(1 << 20));
        byte[][] names = [.. contents.SelectMany(content => NamesOf(content.Index)).DistinctBy(Convert.ToHexString, StringComparer.Ordinal), Missing];
        for (var read = 0; read < contents.Length; read++)
        {
            var partly = Partly(contents, read);
            var pending = new Stack<TreeNode>([whole.Root]);
            while (pending.TryPop(out var directory))
            {
                foreach (var name in names)
                {
                    if (IsSame(whole, partly, directory, name) is { } below)
                        pending.Push(below);
                }
            }
        }
    }

    /// <summary>Compares one name; gives the directory that it leads to, if the layers that are there tell of it.</summary>
    private TreeNode? IsSame(RootFs whole, RootFs partly, TreeNode directory, byte[] name)
    {
        var isThere = whole.TryLookup(directory, name, out var expected);
        try
        {
            Assert.Equal(isThere, partly.TryLookup(directory, name, out var found));
            Assert.Equal(expected, found);
            _told++;
            if (isThere && !whole.InodeOf(expected).IsDirectory)
            {
                Assert.Equal(whole.AttributesOf(expected), partly.AttributesOf(found));
                Assert.Equal(whole.Links(expected), partly.Links(found));
                Assert.Equal(Xattrs(whole, expected), Xattrs(partly, found));
            }
        }
        catch (NotReadyException)
        {
            _waiting++;
            return null;
        }

        return isThere && whole.InodeOf(expected).IsDirectory ? expected : null;
    }

    private static byte[] Xattrs(RootFs tree, TreeNode node)
    {
        var list = new byte[1 << 16];
        return list[..tree.ListXattrs(node, list)];
    }

    /// <summary>All names of a layer, and those that its markers hide.</summary>
    private static IEnumerable<byte[]> NamesOf(LayerIndex index)
    {
        for (uint name = 0; name < index.NameCount; name++)
        {
            var bytes = index.NameBytes(name).ToArray();
            yield return bytes;
            if (bytes.AsSpan().StartsWith(".wh."u8))
                yield return bytes[4..];
        }
    }

    private static RootFs Partly(LayerContent[] contents, int topmostRead) => new(
        [.. contents.Select((content, layer) => (IStackedLayer)new HeldLayer(content, layer >= contents.Length - topmostRead))], new DirectoryCache(1 << 20));

    /// <summary>Indexes the layers of a stack as those of an image are.</summary>
    private static void OnContents(LayerStack stack, Action<LayerContent[]> use)
    {
        using var folder = new TempFolder();
        var layout = new LayoutBuilder(Directory.CreateDirectory(folder["layout"]).FullName);
        var image = layout.AddImage(stack.ToTars().Select(tar => LayerBlob.Of(tar, LayerCompression.None)));
        layout.Name("image", image.Manifest).Write();
        using var store = SourceOpener.Open("oci:" + layout.Folder);
        using var memory = new MemoryBudget(Limits.LeastMemoryBytes);
        using var pool = new LayerPool(store, new LayerIndexCache(null, Assert.Fail), memory);
        LayerContent[] contents;
        try
        {
            contents = [.. image.Layers.Select(layer => pool.Get(new LayerClaim(Digest.Parse(layer.Digest), layer.Size, null, null)).Start().GetAwaiter().GetResult().Content)];
        }
        catch (OciFsException)
        {
            return;
        }

        use(contents);
    }
}
