using System.Text;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;
using OciFs.Views;
using LayoutBuilder = OciFs.Reference.Layout.LayoutBuilder;
using TempFolder = OciFs.Reference.TempFolder;

namespace OciFs.Tests.Views;

/// <summary>No file of the tree tells where on the host its store lies, whatever is wrong with it.</summary>
public sealed class HostPathTests
{
    private const int MostFiles = 3000;

    /// <summary>Stores of which the layers are not there: each of them is told in an <c>error</c>.</summary>
    [Theory]
    [InlineData("podman-forky", "containers-storage")]
    [InlineData("docker-forky", "docker-store")]
    [InlineData("containerd-forky", "containerd")]
    public void AStoreWithoutItsLayers(string name, string transport)
    {
        using var sample = new StoreSample(name);
        foreach (var layer in Directory.EnumerateDirectories(sample.Path, "diff", SearchOption.AllDirectories).ToArray())
            Tool.Run("/", "rm", "-rf", layer);
        using var store = SourceOpener.Open($"{transport}:{sample.Path}");
        Assert.NotEqual(0, CheckTree(store, sample.Path));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("folder")]
    [InlineData("damaged")]
    [InlineData("missing")]
    public void ADamagedLayout(string how)
    {
        using var folder = new TempFolder();
        var layout = new LayoutBuilder(Directory.CreateDirectory(folder["layout"]).FullName);
        var image = layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("file", "x")]), LayerCompression.Gzip)]);
        layout.Name("image", image.Manifest).Write();
        foreach (var blob in (string[])[image.Layers[0].Digest, image.Config.Digest])
        {
            var path = layout.BlobPath(blob);
            var bytes = File.ReadAllBytes(path);
            File.Delete(path);
            switch (how)
            {
                case "cut":
                    File.WriteAllBytes(path, bytes[..^1]);
                    break;
                case "folder":
                    Directory.CreateDirectory(path);
                    break;
                case "damaged":
                    File.WriteAllBytes(path, [.. bytes[..^1], (byte)~bytes[^1]]);
                    break;
            }
        }

        using var store = SourceOpener.Open("oci:" + layout.Folder);
        Assert.NotEqual(0, CheckTree(store, folder["layout"]));
    }

    /// <summary>What .NET says of a file names it.</summary>
    [Fact]
    public void WhatAnExceptionOfTheRuntimeSays()
    {
        using var folder = new TempFolder();
        var layout = new LayoutBuilder(Directory.CreateDirectory(folder["layout"]).FullName);
        layout.Name("image", layout.AddImage([]).Manifest).Write();
        using var store = SourceOpener.Open("oci:" + layout.Folder);
        var paths = new HostPaths(store, folder["cache"]);
        var error = Assert.Throws<FileNotFoundException>(() => File.ReadAllBytes(Path.Combine(layout.Folder, "blobs", "none")));
        Assert.Equal("Could not find file 'blobs/none'.", paths.Hide(error.Message));
        Assert.Equal("the store: gone; layers/x", paths.Hide($"{layout.Folder}: gone; {folder["cache"]}/layers/x"));
    }

    /// <summary>Reads all that is small; gives the number of lines of <c>error</c> files.</summary>
    private static int CheckTree(IStore store, string place)
    {
        using var tree = new PatientTree(new ImageTree(store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(null, Assert.Fail),
        }));
        var (lines, left) = (0, MostFiles);
        for (var pass = 0; pass < 2; pass++)
            Walk(NodeId.Root, "");
        return lines;

        void Walk(NodeId folder, string path)
        {
            foreach (var name in NamesOf(folder))
            {
                if (--left < 0 || !TryLook(folder, name, out var found, out var attributes))
                    continue;
                var text = Encoding.UTF8.GetString(name);
                Assert.DoesNotContain(place, text, StringComparison.Ordinal);
                if (UnixMode.IsDirectory(attributes.Mode))
                    Walk(found, $"{path}/{text}");
                else if (UnixMode.IsRegular(attributes.Mode) && attributes.Size < 100_000)
                    lines += Check(found, $"{path}/{text}", attributes.Size) && text == "error" ? 1 : 0;
            }
        }

        bool TryLook(NodeId folder, byte[] name, out NodeId node, out NodeAttributes attributes)
        {
            (node, attributes) = (default, default);
            try
            {
                var found = tree.Lookup(folder, name);
                (node, attributes) = found.Exists ? (found.Node, tree.GetAttributes(found.Node)) : default;
                return found.Exists;
            }
            catch (OciFsException)
            {
                return false;
            }
        }

        bool Check(NodeId file, string path, long size)
        {
            var bytes = new byte[size];
            try
            {
                var read = tree.Read(file, 0, bytes);
                Assert.DoesNotContain(place, path + Encoding.UTF8.GetString(bytes, 0, read), StringComparison.Ordinal);
                return true;
            }
            catch (OciFsException)
            {
                return false;
            }
        }

        List<byte[]> NamesOf(NodeId folder)
        {
            List<byte[]> names = [];
            try
            {
                var listing = tree.OpenDirectory(folder, true);
                for (long at = 0; listing.TryGet(at, out var item); at = item.Next)
                    names.Add(item.Name.ToArray());
            }
            catch (OciFsException)
            {
                // Told in the image's own error.
            }

            return names;
        }
    }
}
