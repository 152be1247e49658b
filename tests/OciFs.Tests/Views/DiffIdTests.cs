using System.Text.Json.Nodes;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Stores;
using OciFs.Views;

namespace OciFs.Tests.Views;

/// <summary>The diffID is compared behind the first look: a layer whose tar is another is shown, and told in <c>error</c>.</summary>
public sealed class DiffIdTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly LayerBlob Layer =
        LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("file", string.Concat(Enumerable.Repeat("some content ", 500_000)))]), LayerCompression.Gzip);

    [Fact]
    public void ALieIsTold()
    {
        using var opened = new OpenedStack(layout => layout
            .Name("image", layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([])), Layer with { Tar = [1] }]).Manifest)
            .Name("truth", layout.AddImage([Layer]).Manifest));
        // In this order: the truth has been checked when the lie is told.
        Assert.StartsWith("some content", opened.Text("images", "truth", "platforms", "linux-amd64", "rootfs", "file"), StringComparison.Ordinal);
        Assert.StartsWith("some content", opened.Text("images", "image", "platforms", "linux-amd64", "rootfs", "file"), StringComparison.Ordinal);

        Assert.True(SpinWait.SpinUntil(() => opened.Errors().Length > 0, Patience));
        var line = Assert.Single(opened.Errors());
        Assert.StartsWith("linux-amd64: layer 01: ", line, StringComparison.Ordinal);
        Assert.Contains($"is {LayoutBuilder.DigestOf(Layer.Tar)}, the config says {LayoutBuilder.DigestOf([1])}", line, StringComparison.Ordinal);
        Assert.Empty(opened.Errors("truth"));
    }

    [Fact]
    public void DiffIdsMayBeSha512()
    {
        using var opened = new OpenedStack(layout =>
        {
            var right = Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData(Layer.Tar));
            layout.Name("image", Image(layout, "sha512:" + new string('0', 128))).Name("truth", Image(layout, "sha512:" + right));
        });
        opened.Tree.OpenDirectory(opened.At("images", "truth", "platforms", "linux-amd64", "rootfs"), true);
        opened.Tree.OpenDirectory(opened.Rootfs(), true);
        Assert.True(SpinWait.SpinUntil(() => opened.Errors().Length > 0, Patience));
        Assert.Empty(opened.Errors("truth"));
    }

    [Fact]
    public void WhatWasComputedIsKept()
    {
        using var folder = new TempFolder();
        var layout = new LayoutBuilder(Directory.CreateDirectory(folder["layout"]).FullName);
        layout.Name("image", layout.AddImage([Layer with { Tar = [1] }]).Manifest).Write();
        var files = new CacheFolder(folder["cache"]);
        var cache = new LayerIndexCache(files, Assert.Fail);
        var told = Told(layout.Folder, cache);
        Assert.Contains(LayoutBuilder.DigestOf(Layer.Tar), told, StringComparison.Ordinal);

        // A forged note is the proof that the second time nothing is computed.
        var note = Assert.Single(files.List(), file => file.Name.EndsWith(".diffid-sha256", StringComparison.Ordinal)).Name;
        Assert.Equal(LayoutBuilder.DigestOf(Layer.Tar), System.Text.Encoding.UTF8.GetString(files.TryReadSmall(note)!));
        Assert.Null(files.TryWrite(note, file => file.Write(System.Text.Encoding.UTF8.GetBytes(LayoutBuilder.DigestOf([2])))));
        Assert.Contains(LayoutBuilder.DigestOf([2]), Told(layout.Folder, cache), StringComparison.Ordinal);
        Assert.Null(files.TryWrite(note, file => file.Write("sha256:cut"u8)));
        Assert.Equal(told, Told(layout.Folder, cache));
    }

    /// <summary>What the image's <c>error</c> says in a tree of its own.</summary>
    private static string Told(string layout, LayerIndexCache cache)
    {
        using var store = SourceOpener.Open("oci:" + layout);
        using var tree = new PatientTree(new ImageTree(store, new ImageTreeOptions { Platform = PlatformName.Parse("linux/amd64"), IndexCache = cache }));
        var image = tree.Lookup(tree.Lookup(NodeId.Root, "images"u8).Node, "image"u8).Node;
        tree.OpenDirectory(tree.Impatient.RootfsOf(store.List().Images[0])!.Value, true);
        Assert.True(SpinWait.SpinUntil(() => tree.Lookup(image, "error"u8).Exists, Patience));
        var bytes = new byte[4096];
        return System.Text.Encoding.UTF8.GetString(bytes, 0, tree.Read(tree.Lookup(image, "error"u8).Node, 0, bytes));
    }

    private static Descriptor Image(LayoutBuilder layout, string diffId)
    {
        var config = new JsonObject
        {
            ["os"] = "linux",
            ["architecture"] = "amd64",
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(diffId) },
        };
        return layout.AddManifest(layout.AddDocument(config, LayoutBuilder.ConfigType), [layout.AddBlob(Layer.Bytes, Layer.MediaType)]);
    }
}
