using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Conformance.Tests.Stores;
using OciFs.Reference;
using OciFs.Reference.Cases;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary>What <c>ocifs check</c> says of damaged images, beside tools that read all of them as they unpack, copy or check them.</summary>
public sealed class DamageTests : IDisposable
{
    private static readonly LayerBlob Layer =
        LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("file", string.Concat(Enumerable.Repeat("some content ", 10_000)))]), LayerCompression.Gzip);

    private readonly TempFolder folder = new();

    [Theory]
    [InlineData("nothing", true)]
    [InlineData("a byte of the layer", false)]
    [InlineData("the layer's end", false)]
    [InlineData("the layer", false)]
    [InlineData("the diffID", false)]
    [InlineData("a byte of the config", false)]
    [InlineData("the config", false)]
    public void WhatUmociDoesNotUnpackIsDamaged(string damage, bool isWell)
    {
        var layout = new LayoutBuilder(folder["layout"]);
        var image = layout.AddImage([damage == "the diffID" ? Layer with { Tar = [1] } : Layer]);
        layout.Name("image", image.Manifest).Write();
        switch (damage)
        {
            case "a byte of the layer": layout.FlipByte(image.Layers[0].Digest, 100); break;
            case "the layer's end": layout.CutBlob(image.Layers[0].Digest, image.Layers[0].Size - 3); break;
            case "the layer": layout.RemoveBlob(image.Layers[0].Digest); break;
            case "a byte of the config": layout.FlipByte(image.Config.Digest, 20); break;
            case "the config": layout.RemoveBlob(image.Config.Digest); break;
        }

        Assert.Equal(isWell, Command.Run("umoci", "unpack", "--image", $"{layout.Folder}:image", folder["bundle"]).ExitCode == 0);
        var check = Command.Ocifs("check", $"oci:{layout.Folder}");
        Assert.Equal((isWell ? 0 : 1, ""), (check.ExitCode, check.Error));
        Assert.Equal(isWell, check.Output.StartsWith("complete ", StringComparison.Ordinal));

        // What is only compared with the diffID is copied all the same.
        if (damage != "the diffID")
        {
            Assert.Equal(isWell, RealTools.Run(new Dictionary<string, string>(StringComparer.Ordinal), "skopeo", "--insecure-policy", "copy", "-q", $"oci:{layout.Folder}:image", $"dir:{folder["copy"]}").ExitCode == 0);
        }
    }

    [Theory]
    [InlineData("nothing", true)]
    [InlineData("content", false)]
    [InlineData("length", false)]
    [InlineData("file", false)]
    public void WhatSkopeoDoesNotCopyOutOfPodmansStoreIsDamaged(string damage, bool isWell)
    {
        using var store = new PodmanStore("overlay");
        Assert.True(store.Load(Corpora.Having("plain").Layout, "plain"));
        var layer = (string)JsonNode.Parse(File.ReadAllText(Path.Combine(store.Root, "overlay-images", "images.json")))![0]!["layer"]!;
        var file = Path.Combine(store.Root, "overlay", layer, "diff", "d", "a");
        switch (damage)
        {
            case "content": File.WriteAllText(file, "B"); break;
            case "length": File.AppendAllText(file, "more"); break;
            case "file": File.Delete(file); break;
        }

        // It makes the layer's tar again by tar-split, whose checksums it compares.
        Assert.Equal(isWell, store.Skopeo("copy", "-q", store.Specifier + store.NameOf("plain"), $"dir:{folder["copy"]}").ExitCode == 0);
        var ours = Command.Ocifs("check", store.Source);
        Assert.Equal((isWell ? 0 : 1, ""), (ours.ExitCode, ours.Error));
        Assert.Equal(isWell, ours.Output.StartsWith("complete ", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatNothingProvesIsNotCounted()
    {
        using var store = new PodmanStore("overlay");
        Assert.True(store.Load(Corpora.Having("plain").Layout, "plain"));
        var layer = (string)JsonNode.Parse(File.ReadAllText(Path.Combine(store.Root, "overlay-images", "images.json")))![0]!["layer"]!;
        File.Delete(Path.Combine(store.Root, "overlay-layers", $"{layer}.tar-split.gz"));
        var check = Command.Ocifs("check", "--json", store.Source).Json()[0]!;
        Assert.Equal("unchecked", check.Text("status"));
        Assert.Equal((int)check["required"]! - 1, (int)check["sound"]!);
        Assert.Single(check.Items("unchecked"));
    }

    public void Dispose() => folder.Dispose();
}
