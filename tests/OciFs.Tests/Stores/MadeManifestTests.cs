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

    [Fact]
    public void Reads_as_a_manifest()
    {
        var made = MadeManifest.Of(new Descriptor(MediaTypes.OciConfig, One, 1), []);
        Assert.Equal(DocumentKind.Manifest, DocumentShape.Of(made.Span, "made"));
        Assert.Empty(ImageManifest.Parse(made, "made").Layers);
    }
}
