using System.Text;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Tests.Stores;

/// <summary>The manifest that is made where a store keeps none: byte for byte Go's encoding of what docker save describes.</summary>
public sealed class MadeManifestTests
{
    private static readonly Digest One = Digest.Parse("sha256:" + new string('1', 64));
    private static readonly Digest Two = Digest.Parse("sha256:" + new string('2', 64));

    [Fact]
    public void Bytes_are_those_of_docker_save()
    {
        var made = MadeManifest.Of(
            new Descriptor(MediaTypes.DockerConfig, One, 1234),
            [MadeManifest.Layer(new DiffId(Two), 5120), new Descriptor(MediaTypes.OciLayerGzip, One, 77)]);
        Assert.Equal(
            $$"""
            {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
            "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"{{One}}","size":1234},
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"{{Two}}","size":5120},
            {"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"{{One}}","size":77}]}
            """.ReplaceLineEndings(string.Empty),
            Encoding.UTF8.GetString(made.Span));
    }

    // hello-world:latest for arm64 by docker save of 25.0.0 and later: github.com/moby/moby/issues/47065 has the listing of its archive.
    [Fact]
    public void Digest_is_that_of_a_manifest_which_docker_save_wrote()
    {
        var config = Digest.Parse("sha256:ee301c921b8aadc002973b2e0c3da17d701dcd994b606769a7e6eaa100b81d44");
        var layer = Digest.Parse("sha256:12660636fe55438cc3ae7424da7ac56e845cdb52493ff9cf949c47a7f57f8b43");
        var made = MadeManifest.Of(new Descriptor(MediaTypes.DockerConfig, config, 581), [MadeManifest.Layer(new DiffId(layer), 10752)]);
        Assert.Equal(
            "sha256:09533dff01f95b3d4665f47e54786e1edce4e9d3e6aa29bd640a8595b6c95225",
            Digest.Compute(DigestAlgorithm.Sha256, made.Span).ToString());
    }

    [Fact]
    public void Reads_as_a_manifest()
    {
        var made = MadeManifest.Of(new Descriptor(MediaTypes.OciConfig, One, 1), []);
        Assert.Equal(DocumentKind.Manifest, DocumentShape.Of(made.Span, "made"));
        Assert.Empty(ImageManifest.Parse(made, "made").Layers);
    }
}
