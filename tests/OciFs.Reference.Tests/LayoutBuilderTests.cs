using System.Text.Json.Nodes;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Reference.Tests;

/// <summary>Layouts as written, against sha256sum, gzip, zstd and umoci.</summary>
public sealed class LayoutBuilderTests : IDisposable
{
    private static readonly byte[] Tar = LayerBuilder.Tar([TestEntry.File("a", new string('x', 9999))]);
    private readonly TempFolder temp = new();
    private readonly LayoutBuilder layout;

    public LayoutBuilderTests() => layout = new LayoutBuilder(temp.Path);

    public void Dispose() => temp.Dispose();

    [Theory]
    [InlineData(LayerCompression.None, "cat")]
    [InlineData(LayerCompression.Gzip, "zcat")]
    [InlineData(LayerCompression.Zstd, "zstdcat")]
    public void Digests_are_those_of_the_bytes(LayerCompression compression, string program)
    {
        var image = layout.AddImage([LayerBlob.Of(Tar, compression)]);
        var blob = image.Layers[0];
        Assert.Equal(blob.Digest[7..], Programs.Text("sha256sum", [layout.BlobPath(blob.Digest)])[..64]);
        Assert.Equal(blob.Size, new FileInfo(layout.BlobPath(blob.Digest)).Length);
        Assert.Equal(Tar, Programs.Output("bash", ["-c", program + " < " + layout.BlobPath(blob.Digest)]));
        File.WriteAllBytes(temp["tar"], Tar);
        Assert.Equal(image.DiffIds[0][7..], Programs.Text("sha256sum", [temp["tar"]])[..64]);
    }

    [Fact]
    public void Umoci_reads_names_and_history()
    {
        var one = layout.AddImage([LayerBlob.Of(Tar)]);
        var two = layout.AddImage([LayerBlob.Of(Tar), LayerBlob.Of(Tar, LayerCompression.Gzip)], new ImagePlatform("linux", "arm64", "v8"));
        layout.Name("one", one.Manifest).Name("two", two.Manifest).Name("both", layout.AddIndex([one.Manifest, two.Manifest])).Write();
        Assert.Equal("one\ntwo\nboth\n", Programs.Text("umoci", ["list", "--layout", temp.Path]));
        var stat = JsonNode.Parse(Programs.Text("umoci", ["stat", "--json", "--image", temp.Path + ":two"]))!;
        var history = stat["history"]!.AsArray().Select(item => (string)item!["created_by"]!);
        Assert.Equal(["layer 0", "layer 1"], history, StringComparer.Ordinal);
    }

    [Fact]
    public void Damage_does_what_it_says()
    {
        var image = layout.AddImage([LayerBlob.Of(Tar)]);
        var digest = image.Layers[0].Digest;
        layout.FlipByte(digest, -1);
        Assert.NotEqual(digest[7..], Programs.Text("sha256sum", [layout.BlobPath(digest)])[..64], StringComparer.Ordinal);
        layout.FlipByte(digest, Tar.Length - 1);
        Assert.Equal(Tar, File.ReadAllBytes(layout.BlobPath(digest)));
        layout.CutBlob(digest, 700);
        Assert.Equal(Tar[..700], File.ReadAllBytes(layout.BlobPath(digest)));
        layout.ReplaceBlob(digest, [1]);
        Assert.Equal([1], File.ReadAllBytes(layout.BlobPath(digest)));
        layout.RemoveBlob(digest);
        Assert.False(File.Exists(layout.BlobPath(digest)));
    }

    [Fact]
    public void An_index_can_name_itself()
    {
        var self = layout.AddSelfReferringIndex();
        var inner = JsonNode.Parse(File.ReadAllBytes(layout.BlobPath(self.Digest)))!["manifests"]![0]!;
        Assert.Equal(self.Digest, (string?)inner["digest"]);
        Assert.Equal(self.Size, (long)inner["size"]!);
        Assert.Equal(self.Size, new FileInfo(layout.BlobPath(self.Digest)).Length);
    }

    [Fact]
    public void Indexes_nest_and_multiply()
    {
        var manifest = layout.AddImage([]).Manifest;
        var document = Document(layout.AddNestedIndexes(manifest, 3).Digest);
        Assert.Equal(manifest.Digest, FirstDigest(Document(FirstDigest(Document(FirstDigest(document))))));
        Assert.Equal(5, Document(layout.AddIndexBomb(manifest, 5, 2).Digest)["manifests"]!.AsArray().Count);

        JsonNode Document(string digest) => JsonNode.Parse(File.ReadAllBytes(layout.BlobPath(digest)))!;
        static string FirstDigest(JsonNode index) => (string)index["manifests"]![0]!["digest"]!;
    }

    [Fact]
    public void A_manifest_can_be_huge()
    {
        var huge = layout.AddHugeManifest(layout.AddImage([]), 100 << 20);
        Assert.InRange(new FileInfo(layout.BlobPath(huge.Digest)).Length, 100 << 20, (100 << 20) + 2000);
        Assert.Equal(huge.Digest[7..], Programs.Text("sha256sum", [layout.BlobPath(huge.Digest)])[..64]);
    }
}
