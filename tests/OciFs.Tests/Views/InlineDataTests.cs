using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OciFs.Images;
using OciFs.References;
using OciFs.Tests.Stores.Tools;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Views;

/// <summary>Content that stands in its descriptor (<c>data</c>) and nowhere else.</summary>
public sealed class InlineDataTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LayoutBuilder _layout = new();
    private readonly List<ImageStore> _stores = [];

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        _layout.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void An_image_whose_layers_stand_in_its_manifest_is_as_if_the_store_had_them()
    {
        var whole = Open(Fixtures.Layout("artifacts")).Get("inline-data");
        var copy = CopyWithout([.. whole.DefaultPlatform!.Layers.Select(layer => layer.Descriptor.Digest)]);
        var image = Open(copy).Get("inline-data");
        Assert.Equal(2, image.DefaultPlatform!.Layers.Length);
        Assert.True(image.Check().IsComplete);
        Assert.True(image.CheckAll().IsComplete);
        Assert.Equal(whole.TreeSize, image.TreeSize);
        foreach (var layer in image.DefaultPlatform.Layers)
        {
            Assert.False(File.Exists(Path.Combine(copy, "blobs", "sha256", layer.Descriptor.Digest.Hex)));
            Assert.Equal(layer.Descriptor.Digest.Hex, HashOf(layer.OpenBlob()));
            Assert.Equal(layer.DiffId!.Value.Digest.Hex, HashOf(layer.OpenTar()));
            Assert.Equal("blob", (string)JsonNode.Parse(Text(layer.Folder.Get("info.json").OpenRead()))!["stored"]!);
        }

        Assert.NotEmpty(Files(image));
        Assert.Equal(Files(whole), Files(image), StringComparer.Ordinal);
        Assert.Null(image.Folder.Find("error"));
    }

    [Fact]
    public void Files_of_artifacts_and_referrers_are_those_of_their_descriptors()
    {
        var subject = _layout.Image();
        var config = Inline("application/vnd.example.config", "the config");
        var artifact = _layout.Blob(
            $$"""{"config":{{config}},"layers":[{{Inline("text/plain", "content")}},{{Inline("text/plain", "")}}],"subject":{{_layout.Entry(ManifestType, subject)}}}""");
        _layout.Index(_layout.Entry(ManifestType, subject, Named("image")), _layout.Entry(ManifestType, artifact, Named("artifact")));
        var store = Open(_layout.Path);
        var image = store.Get("artifact");
        Assert.True(image.Check().IsComplete);
        Assert.True(image.CheckAll().IsComplete);
        foreach (var files in new[] { image.Files, Assert.Single(store.Get("image").Referrers).Files })
        {
            Assert.Equal(["content", ""], files.Select(file => Text(file.OpenRead())), StringComparer.Ordinal);
        }

        foreach (var folder in new[] { image.Folder, store.Get("image").Folder.Get("referrers").Get(artifact) })
        {
            Assert.Equal("the config", Text(folder.Get("config").OpenRead()));
            Assert.Equal(["", "content"], folder.Get("files").List().Select(file => Text(folder.Get("files").Get(file.Name.ToString()).OpenRead())).Order(StringComparer.Ordinal), StringComparer.Ordinal);
            Assert.Null(folder.Find("error"));
        }
    }

    [Fact]
    public void Data_that_is_not_what_its_descriptor_says_is_none()
    {
        var layer = Inline("application/vnd.oci.image.layer.v1.tar", "content").Replace(Convert.ToBase64String("content"u8), Convert.ToBase64String("CONTENT"u8), StringComparison.Ordinal);
        var config = _layout.Blob($$$"""{"os":"linux","architecture":"amd64","rootfs":{"diff_ids":["{{{Digest.Compute(DigestAlgorithm.Sha256, "content"u8)}}}"]}}""");
        var manifest = _layout.Blob($$"""{"config":{{_layout.Entry(ConfigType, config)}},"layers":[{{layer}}]}""");
        var artifact = _layout.Blob($$"""{"config":{{_layout.Entry("x", config)}},"layers":[{{layer.Replace("oci.image", "example", StringComparison.Ordinal)}}]}""");
        _layout.Index(_layout.Entry(ManifestType, manifest, Named("image")), _layout.Entry(ManifestType, artifact, Named("artifact")));
        foreach (var image in Open(_layout.Path).Images)
        {
            Assert.False(image.Check().IsComplete);
            Assert.Contains("the store does not have this", Text(image.Folder.Get("error").OpenRead()), StringComparison.Ordinal);
        }

        var platform = Open(_layout.Path).Get("image").DefaultPlatform!;
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => platform.RootFs.List()).Error);
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => platform.Layers[0].OpenBlob()).Error);
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => Assert.Single(Open(_layout.Path).Get("artifact").Files).OpenRead()).Error);
    }

    private static string Inline(string mediaType, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        return Entry(mediaType, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}", bytes.Length, $"\"data\":\"{Convert.ToBase64String(bytes)}\"");
    }

    private static string[] Files(Image image)
    {
        var lines = new List<string>();
        foreach (var file in image.DefaultPlatform!.RootFs.Walk())
        {
            lines.Add($"{Encoding.UTF8.GetString(file.Path)} {file.Kind} {(file.Kind is FileKind.Regular ? HashOf(file.Node.OpenRead()) : "")}");
        }

        return [.. lines];
    }

    private static string HashOf(Stream stream)
    {
        using (stream)
        {
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
    }

    private static string Text(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private string CopyWithout(Digest[] blobs)
    {
        var source = Fixtures.Layout("artifacts");
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories).Where(file => !blobs.Any(blob => blob.Hex == Path.GetFileName(file))))
        {
            var copy = _folder["copy", Path.GetRelativePath(source, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return _folder["copy"];
    }

    private ImageStore Open(string layout)
    {
        var store = ImageStore.Open($"oci:{layout}", new ImageStoreOptions { Platform = PlatformName.Parse("linux/amd64"), Cache = new(_folder["cache"]) });
        _stores.Add(store);
        return store;
    }
}
