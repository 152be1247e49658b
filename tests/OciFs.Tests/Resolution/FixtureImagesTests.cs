using OciFs.Descriptors;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Resolution;

public sealed class FixtureImagesTests
{
    [Fact]
    public void Platforms_have_folders_in_the_order_of_the_index() => Assert.Equal(
        [
            "linux-amd64", "linux-amd64-v3", "linux-arm64", "linux-arm64@97a5f15393b1", "linux-arm-v7", "linux-arm-v6", "linux-arm-v5", "linux-386",
            "linux-ppc64le", "linux-s390x", "linux-riscv64", "linux-mips64le", "windows-amd64-10.0.17763.5458", "windows-amd64-10.0.20348.2322",
            "freebsd-amd64",
        ],
        Folders("platforms", "multi"),
        StringComparer.Ordinal);

    [Theory]
    [InlineData("multi-nomt", "linux-amd64 linux-amd64-v3 linux-arm64 linux-arm64@97a5f15393b1 linux-arm-v7")]
    [InlineData("multi-noplatform", "linux-amd64 linux-amd64-v3 linux-arm64 linux-arm64@97a5f15393b1 linux-arm-v7")]
    [InlineData("multi-attest", "linux-amd64 linux-amd64-v3 linux-arm64 linux-arm64@97a5f15393b1 linux-arm-v7")]
    [InlineData("multi-two-amd64", "linux-amd64 linux-amd64@3bc36b2fba2f")]
    [InlineData("docker-list", "linux-amd64 linux-arm64 linux-arm64@4ad31763e5d4 linux-arm-v7")]
    [InlineData("single-arm64", "linux-arm64")]
    [InlineData("single-windows", "windows-amd64-10.0.17763.5458")]
    [InlineData("multi-empty", "")]
    public void Folders_of(string image, string folders) => Assert.Equal(folders, string.Join(' ', Folders("platforms", image)));

    [Theory]
    [InlineData("nested")]
    [InlineData("nested-3")]
    public void Nested_indexes_are_followed_to_what_jq_finds(string name)
    {
        const string script = """
            walk() { f=blobs/$(echo "$1" | tr : /); jq -r '.manifests[]? | [.mediaType, .digest] | @tsv' "$f" | while read -r type digest; do
              case $type in *index*) walk "$digest" ;; *) echo "$digest" ;; esac; done; }
            walk "$(jq -r --arg n "$1" '.manifests[] | select(.annotations["org.opencontainers.image.ref.name"] == $n).digest' index.json)"
            """;
        var expected = Tool.Lines(Tool.Run(Fixtures.Layout("platforms"), "sh", "-c", script, "sh", name));
        Assert.NotEmpty(expected);
        Assert.Equal(
            expected,
            Resolve("platforms", name).Platforms.Select(platform => platform.Descriptor.Digest.ToString()),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Attestations_are_referrers_in_the_order_of_the_index()
    {
        var image = Resolve("platforms", "multi-attest");
        Assert.Equal(5, image.Referrers.Length);
        Assert.All(image.Referrers, entry => Assert.Equal("attestation-manifest", entry.Annotations[AnnotationKeys.DockerReferenceType]));
    }

    [Theory]
    [InlineData("platforms")]
    [InlineData("sha512")]
    public void All_is_well(string layout)
    {
        using var store = OciLayoutStore.Open(Fixtures.Layout(layout));
        foreach (var named in store.List().Images)
        {
            var image = Resolve(layout, named.Name);
            Assert.Equal(ImageKind.Image, image.Kind);
            Assert.Empty(image.Problems);
            Assert.All(image.Platforms, platform =>
            {
                Assert.Empty(platform.Problems);
                Assert.Equal(platform.Layers.Length, platform.Config!.DiffIds.Length);
                Assert.Equal(platform.ManifestBytes!.Value, platform.Manifest.Raw);
                Assert.Equal(platform.ConfigBytes!.Value, platform.Config.Raw);
            });
        }
    }

    [Fact]
    public void Layers_have_diff_ids_and_history()
    {
        var layers = Assert.Single(Resolve("platforms", "single-amd64").Platforms).Layers;
        Assert.Equal(["0 layer 0", "1 layer 1"], layers.Select(layer => $"{layer.Number} {layer.CreatedBy}"), StringComparer.Ordinal);
        var folder = Fixtures.Layout("platforms/blobs/sha256");
        Assert.All(layers, layer => Assert.Equal(
            Tool.Run(folder, "sh", "-c", "gzip -dc < \"$1\" | sha256sum", "sh", layer.Descriptor.Digest.Hex).Split(' ')[0], layer.DiffId?.Digest.Hex));
    }

    [Theory]
    [InlineData("image", ImageKind.Image, 1, 0)]
    [InlineData("sig", ImageKind.Artifact, 0, 0)]
    [InlineData("sha256:6384f59abf0bdbaa997eae86e686eb35403adb7cbc39103b602c0886b8c40c0d", ImageKind.Artifact, 0, 0)]
    [InlineData("sha256-991c71bdadd373d070d79e02aea9f94ada23a2260362a251d5d77a5f922838e1", ImageKind.Artifact, 0, 2)]
    [InlineData("helm", ImageKind.Artifact, 0, 0)]
    [InlineData("artifact-manifest-rc", ImageKind.Artifact, 0, 0)]
    [InlineData("files", ImageKind.Artifact, 0, 0)]
    [InlineData("inline-data", ImageKind.Image, 1, 0)]
    [InlineData("foreign-present", ImageKind.Image, 1, 0)]
    [InlineData("foreign-absent", ImageKind.Image, 1, 0)]
    public void Artifacts_are_no_images_and_no_problem(string name, ImageKind kind, int platforms, int referrers)
    {
        var image = Resolve("artifacts", name);
        Assert.Equal((kind, platforms, referrers), (image.Kind, image.Platforms.Length, image.Referrers.Length));
        Assert.Equal(platforms == 1, image.Default is not null);
        Assert.Empty(image.Problems);
        Assert.All(image.Platforms, platform => Assert.Empty(platform.Problems));
    }

    [Fact]
    public void Files_of_an_artifact_are_its_layers() => Assert.Equal(
        ["a.bin", "dir/b.bin"],
        Resolve("artifacts", "files").Manifest!.Layers.Select(layer => layer.Annotations[AnnotationKeys.Title]),
        StringComparer.Ordinal);

    [Fact]
    public void A_referrer_names_its_subject() => Assert.Equal(
        "sha256:991c71bdadd373d070d79e02aea9f94ada23a2260362a251d5d77a5f922838e1",
        Resolve("artifacts", "sig").Manifest!.Subject!.Digest.ToString());

    [Theory]
    [InlineData("latest", null)]
    [InlineData("unknown-mt", null)]
    [InlineData("wrong-size", "the blob has 579 bytes, its descriptor says 580")]
    [InlineData("missing-blob", "the store does not have this blob")]
    public void What_is_wrong_is_told(string name, string? problem)
    {
        var image = Resolve("refs", name);
        Assert.Equal(problem is null ? 1 : 0, image.Platforms.Length);
        Assert.Equal(problem is null ? ImageKind.Image : ImageKind.Unknown, image.Kind);
        Assert.Equal(problem is null, image.TargetBytes is not null);
        Assert.Equal(problem is null ? 0 : 1, image.Problems.Length);
        Assert.Contains(problem ?? string.Empty, string.Join('\n', image.Problems));
    }

    private static IEnumerable<string> Folders(string layout, string name) =>
        Resolve(layout, name).Platforms.Select(platform => platform.FolderName);

    private static ResolvedImage Resolve(string layout, string name)
    {
        using var store = OciLayoutStore.Open(Fixtures.Layout(layout));
        return new ImageResolver(store, PlatformName.Host).Resolve(store.List().Images.Single(image => image.Name == name));
    }
}
