using System.Globalization;
using System.Text.Json.Nodes;
using OciFs.Images;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Images;

/// <summary>The library's front door, as a program would use it.</summary>
public sealed class ImageStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void From_a_name_to_the_bytes_of_a_file()
    {
        using var store = Open("artifacts");

        var platform = store.Get("image").DefaultPlatform!;
        using var tar = platform.Layers[0].OpenTar();
        var entry = platform.RootFs.List().First(entry => entry.Kind is FileKind.Regular);
        using var file = new StreamReader(platform.RootFs.Get(entry.ToString()).OpenRead());

        Assert.Equal(platform.Layers[0].DiffId!.Value.Digest, HashOf(tar));
        Assert.NotEmpty(file.ReadToEnd());
    }

    [Fact]
    public void What_a_reference_does_not_mean_is_null_or_an_error_that_names_it()
    {
        using var store = Open("artifacts");

        Assert.Null(store.Find("nothing"));
        Assert.Contains("nothing", Assert.Throws<OciFsException>(() => store.Get("nothing")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Children_walk_check_and_sizes_of_an_image()
    {
        using var store = Open("artifacts");
        var image = store.Get("image");

        Assert.Equal(
            [image.Id!.Value, .. image.DefaultPlatform!.Layers.Select(layer => layer.Descriptor.Digest)],
            store.Children(image.Target).Descriptors.Select(child => child.Digest));
        Assert.Equal(WalkEnd.Stopped, store.Walk(image.Target, _ => WalkStep.Stop));
        Assert.Equal("complete (3/3)", image.Check().ToString());
        Assert.Equal("complete (3/3)", image.Check(image.DefaultPlatform).ToString());
        Assert.Equal(image.DefaultPlatform.StoredSize, image.TreeSize);
        Assert.Equal(image.DefaultPlatform.Layers[^1].ChainId, image.DefaultPlatform.ChainId);
        Assert.Equal(image.DefaultPlatform.Layers.Select(layer => layer.DiffId!.Value), image.DefaultPlatform.DiffIds);
    }

    [Fact]
    public void The_unpacked_size_is_known_once_all_layers_were_looked_into()
    {
        var tars = 0L;
        using (var store = Open("artifacts"))
        {
            var platform = store.Get("image").DefaultPlatform!;
            foreach (var layer in platform.Layers)
            {
                Assert.Null(platform.UnpackedSize);
                using var tar = layer.OpenTar();
                tars += tar.Length;
            }

            Assert.Equal(tars, platform.UnpackedSize);
        }

        using var again = Open("artifacts");
        Assert.Equal(tars, again.Get("image").DefaultPlatform!.UnpackedSize);
    }

    [Fact]
    public void From_an_image_to_what_is_about_it_and_to_its_files()
    {
        using var store = Open("artifacts");

        var sbom = store.Get("image").Referrers.Single(referrer => referrer.ArtifactType == "application/spdx+json");
        using var file = new StreamReader(Assert.Single(sbom.Files).OpenRead());

        Assert.StartsWith("{", file.ReadToEnd(), StringComparison.Ordinal);
        Assert.Equal(ReferrerOrigins.Subject | ReferrerOrigins.ReferrersTag, sbom.Origins);
        Assert.Equal("2023-01-01T00:00:00Z", sbom.Annotations["org.opencontainers.image.created"]);
        Assert.Equal(
            store.Get("image").Referrers.Select(referrer => referrer.ToString()),
            store.Get("image").DefaultPlatform!.Referrers.Select(referrer => referrer.ToString()),
            StringComparer.Ordinal);
    }

    [Fact]
    public void An_artifact_has_a_type_and_files()
    {
        using var store = Open("artifacts");

        var artifact = store.Get("files");
        using var file = artifact.Files[1].OpenRead();

        Assert.Equal(ImageKind.Artifact, artifact.Kind);
        Assert.Equal("application/vnd.big", artifact.ArtifactType);
        Assert.Equal("application/vnd.cncf.helm.config.v1+json", store.Get("helm").ArtifactType);
        Assert.Null(store.Get("image").ArtifactType);
        Assert.Equal("a.bin dir/b.bin", string.Join(' ', artifact.Files.Select(found => found.Path)));
        Assert.Equal(artifact.Files[1].Descriptor.Digest, HashOf(file));
    }

    [Fact]
    public void The_unpacked_size_and_the_documents_are_the_size_that_Podman_tells()
    {
        using var sample = new StoreSample("podman-forky");
        using var store = ImageStore.Open($"containers-storage:{sample.Path}", new ImageStoreOptions { Platform = PlatformName.Parse("linux/amd64"), Cache = null });
        var said = sample.Said("images").Select(line => line.Split('\t')).ToDictionary(row => row[0], row => long.Parse(row[2], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        var documents = JsonNode.Parse(File.ReadAllText(Path.Combine(sample.Path, "overlay-images", "images.json")))!.AsArray()
            .ToDictionary(image => (string)image!["id"]!, image => image!["big-data-sizes"]!.AsObject().Sum(size => (long)size.Value!), StringComparer.Ordinal);
        foreach (var image in store.Images.DistinctBy(image => image.Named.Id, StringComparer.Ordinal))
        {
            // Of a list Podman counts the list's documents only; a manifest of schema 1 has no layers to be found by.
            var isList = store.Children(image.Target).Kind is not ContentKind.Manifest;
            if (!isList && image.DefaultPlatform is { } platform)
            {
                Assert.All(platform.Layers, layer => layer.OpenTar().Dispose());
                Assert.Equal((image.Name, said[image.Named.Id!]), (image.Name, platform.UnpackedSize + documents[image.Named.Id!]));
            }
            else
            {
                Assert.Contains(image.Name, (string[])["localhost/list:1", "localhost/schema1:1"], StringComparer.Ordinal);
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private ImageStore Open(string corpus) => ImageStore.Open(
        $"oci:{Fixtures.Layout(corpus)}", new ImageStoreOptions { Platform = PlatformName.Parse("linux/amd64"), Cache = new(_folder["cache"]) });

    private static Digest HashOf(Stream stream)
    {
        using var hasher = Digest.CreateHasher(DigestAlgorithm.Sha256);
        var buffer = new byte[4096];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            hasher.Append(buffer.AsSpan(0, count));
        }

        return hasher.Finish();
    }
}
