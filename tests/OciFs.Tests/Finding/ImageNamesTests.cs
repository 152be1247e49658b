using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OciFs.Descriptors;
using OciFs.Finding;
using OciFs.Images;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Tests.Finding;

/// <summary>The names of each image as the store's own tool tells them.</summary>
public sealed class ImageNamesTests : IDisposable
{
    private const string Hex = "1a3f5e7d9c1b3a5f7e9d1c3b5a7f9e1d3c5b7a9f1e3d5d7c9b1a3f5e7d9c1b3a";

    private static readonly Descriptor Target = new(MediaTypes.OciManifest, Digest.Parse($"sha256:{Hex}"), 1);

    private readonly NamedStores _stores = new();

    // `podman images --format json` tells tags as Names, and RepoDigests.
    [Theory]
    [InlineData("podman-overlay")]
    [InlineData("podman-vfs")]
    public void As_podman_tells_them(string name)
    {
        using var store = _stores.Open(name);
        var said = _stores.Said(name).DistinctBy(image => (string?)image["Id"], StringComparer.Ordinal).ToDictionary(image => (string)image["Id"]!, StringComparer.Ordinal);
        Assert.Equal(said.Keys.Order(StringComparer.Ordinal), store.Images.Select(image => image.Named.Id!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var image in store.Images)
        {
            var expected = said[image.Named.Id!];
            Assert.Equal(Texts(expected["Names"]), image.References.Tags, StringComparer.Ordinal);
            Assert.Equal(Texts(expected["RepoDigests"]).Order(StringComparer.Ordinal), image.References.Digests, StringComparer.Ordinal);
            Assert.Equal(image.References.Tags.FirstOrDefault() ?? image.Name, image.References.Best);
        }
    }

    // `docker inspect` tells them short, and in another order.
    [Theory]
    [InlineData("docker-overlay2", false)]
    [InlineData("docker-containerd", true)]
    public void As_docker_tells_them(string name, bool byTarget)
    {
        using var store = _stores.Open(name);
        var said = _stores.Said(name).ToDictionary(image => (string)image["Id"]!, StringComparer.Ordinal);
        string IdOf(Image image) => byTarget ? image.Named.Target.Digest.ToString() : $"sha256:{image.Named.Id}";
        Assert.Empty(said.Keys.Except(store.Images.Select(IdOf), StringComparer.Ordinal));
        foreach (var image in store.Images)
        {
            if (said.TryGetValue(IdOf(image), out var expected))
            {
                Assert.Equal(Texts(expected["RepoTags"]).Order(StringComparer.Ordinal), image.References.Tags.Select(Familiar).Order(StringComparer.Ordinal), StringComparer.Ordinal);
                Assert.Equal(Texts(expected["RepoDigests"]).Order(StringComparer.Ordinal), image.References.Digests.Select(Familiar).Order(StringComparer.Ordinal), StringComparer.Ordinal);
            }
            else
            {
                // Docker lists neither what other images were built on nor names that are no references of its own.
                Assert.True(image.References.Tags is [] or ["layers-20"], image.Name);
            }
        }
    }

    // containerd folds names by what they point at.
    [Theory]
    [InlineData("default")]
    [InlineData("k8s.io")]
    public void As_containerd_has_them(string owner)
    {
        using var store = _stores.Open("containerd", owner);
        var said = _stores.Said("containerd").Where(name => (string?)name["Namespace"] == owner)
            .ToLookup(name => (string)name["Digest"]!, name => (string)name["Name"]!, StringComparer.Ordinal);
        Assert.Equal(said.Sum(names => names.Count()), store.Images.Length);
        foreach (var image in store.Images)
        {
            // All have a tag here.
            var digest = image.Named.Target.Digest.ToString();
            Assert.Equal(said[digest], image.References.Tags, StringComparer.Ordinal);
            Assert.Equal(
                said[digest].Select(name => $"{name[..name.LastIndexOf(':')]}@{digest}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
                image.References.Digests,
                StringComparer.Ordinal);
        }
    }

    // The three names that containerd's CRI gives an image, and its label.
    [Fact]
    public void The_three_names_of_CRI_are_one_image()
    {
        NamedImage[] images =
        [
            new("registry.k8s.io/pause:3.9", Target) { Record = Labelled("io.cri-containerd.pinned", "pinned") },
            new($"registry.k8s.io/pause@sha256:{Hex}", Target),
            new($"sha256:{Hex}", Target),
        ];

        Assert.All(images, image =>
        {
            var names = ImageNames.Of(image, [.. images]);
            Assert.Equal(["registry.k8s.io/pause:3.9"], names.Tags);
            Assert.Equal([$"registry.k8s.io/pause@sha256:{Hex}"], names.Digests);
            Assert.Equal("registry.k8s.io/pause:3.9", names.Best);
            Assert.True(names.IsPinned);
        });
    }

    [Fact]
    public void The_best_name_is_a_tag_then_a_digest_then_what_it_is_listed_by()
    {
        Assert.Equal($"a/b@sha256:{Hex}", Names($"sha256:{Hex}", $"a/b@sha256:{Hex}").Best);
        Assert.Equal("a/b:1", Names($"sha256:{Hex}", $"a/b@sha256:{Hex}", "a/b:1").Best);
        Assert.Equal($"sha256:{Hex}", Names($"sha256:{Hex}").Best);
        Assert.False(Names("a").IsPinned);
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("sp ace/ül:1")]
    [InlineData("x")]
    public void What_tells_no_repository_has_no_digest_name(string name)
    {
        Assert.Equal([name], Names(name).Tags);
        Assert.Empty(Names(name).Digests);
    }

    public void Dispose() => _stores.Dispose();

    private static ImageNames Names(params string[] names)
    {
        ImmutableArray<NamedImage> images = [.. names.Select(name => new NamedImage(name, Target))];
        return ImageNames.Of(images[0], images);
    }

    private static ImageRecord Labelled(string label, string value) =>
        new(null, null, ImmutableSortedDictionary<string, string>.Empty.Add(label, value));

    private static string Familiar(string name) => ImageReference.Parse(name).Familiar;

    private static IEnumerable<string> Texts(JsonNode? list) => list?.AsArray().Select(text => (string)text!) ?? [];
}
