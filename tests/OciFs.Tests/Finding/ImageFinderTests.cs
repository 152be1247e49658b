using OciFs.Finding;
using OciFs.Images;
using OciFs.References;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Finding;

/// <summary>Which image a reference means, asked through the front door.</summary>
public sealed class ImageFinderTests : IDisposable
{
    private readonly NamedStores _stores = new();
    private readonly LayoutBuilder _layout = new();

    public static TheoryData<string> Stores => [.. NamedStores.Names];

    /// <summary>Of each image of each store the IDs that its own tool tells, whole and cut, as often as they are its own alone.</summary>
    [Theory]
    [MemberData(nameof(Stores))]
    public void Finds_by_the_digits_that_the_store_s_tool_tells(string name)
    {
        using var store = _stores.Open(name);
        var digests = _stores.Said(name).Where(image => (string?)image["Namespace"] is null or "default")
            .Select(image => ((string?)image["Id"] ?? (string)image["Digest"]!).Replace("sha256:", "", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var known = store.Images.SelectMany(image => new[] { image.Named.Id, image.Named.Target.Digest.Hex, image.Id?.Hex }).OfType<string>().ToHashSet(StringComparer.Ordinal);
        Assert.All(digests.Where(known.Contains), hex =>
        {
            Assert.True(hex == store.Get(hex).Named.Id || hex == store.Get(hex).Named.Target.Digest.Hex, hex);
            Assert.Equal(store.Get(hex).Name, store.Get($"sha256:{hex}").Name);
            for (var length = 3; length < 64; length += 5)
            {
                var isAlone = known.Count(other => other.StartsWith(hex[..length], StringComparison.Ordinal)) == 1;
                if (isAlone)
                {
                    Assert.Equal(store.Get(hex).Name, store.Get(hex[..length]).Name);
                }
            }
        });
        Assert.True(digests.Count(known.Contains) > 10);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public void Finds_every_name_in_every_form(string name)
    {
        using var store = _stores.Open(name);
        Assert.All(store.Images, image =>
        {
            var meant = image.Named.Id ?? image.Named.Target.Digest.Hex;
            string MeantBy(string reference) => store.Get(reference).Named is var found ? found.Id ?? found.Target.Digest.Hex : string.Empty;
            Assert.Same(image, store.Get(image.Name));
            Assert.All(image.References.Tags.Where(tag => ImageReference.TryParse(tag, out _)), tag =>
            {
                var reference = ImageReference.Parse(tag);
                Assert.Equal(meant, MeantBy(reference.ToString()));
                Assert.Equal(meant, MeantBy(reference.Familiar));
            });
            Assert.All(image.References.Digests, digest => Assert.Equal(meant, MeantBy(digest)));
        });
    }

    // Podman: localhost/ goes before Docker Hub, and the last parts of a repository do where nothing else is found.
    [Theory]
    [InlineData("plain:1", "localhost/plain:1")]
    [InlineData("p-arm", "localhost/p-arm:latest")]
    [InlineData("alias", "docker.io/library/alias:latest")]
    [InlineData("darch:1", "docker.io/library/darch:1")]
    [InlineData("real/diff:8", "quay.io/real/diff:8")]
    [InlineData("diff:8", "quay.io/real/diff:8")]
    [InlineData("sha256:eaf78771e5d576e2cdefe1225955a15285ea6ae79fdd099d7f923eb199f681d3", "localhost/plain:1")]
    [InlineData("eaf7", "localhost/plain:1")]
    [InlineData("plain@sha256:4ee57ae9fffbe975a1c57641cd6874db86f6d35af35169a8ab010aa5de44a9db", "localhost/plain:1")]
    [InlineData("localhost/third@sha256:4ee57ae9fffbe975a1c57641cd6874db86f6d35af35169a8ab010aa5de44a9db", "localhost/third:3")]
    [InlineData("localhost/plain:1@sha256:4ee57ae9fffbe975a1c57641cd6874db86f6d35af35169a8ab010aa5de44a9db", "localhost/plain:1")]
    public void Finds_as_podman_does(string reference, string name)
    {
        using var store = _stores.Open("podman-overlay");
        Assert.Equal(name, store.Get(reference).Name);
    }

    [Theory]
    [InlineData("podman-overlay", "iff:8")]
    [InlineData("podman-overlay", "quay.io/diff:8")]
    [InlineData("podman-overlay", "diff")]
    [InlineData("podman-overlay", "nothing@sha256:4ee57ae9fffbe975a1c57641cd6874db86f6d35af35169a8ab010aa5de44a9db")]
    [InlineData("docker-overlay2", "layers@sha256:a7a2976ece737799b03f650dc5762e0ab4f61806120bdb27c789dd94595a9b12")]
    [InlineData("docker-overlay2", "c/zstd:1")]
    [InlineData("docker-overlay2", "plain:1")]
    [InlineData("containerd", "alias:1")]
    [InlineData("containerd", "ea")]
    [InlineData("containerd", "sha256:")]
    [InlineData("containerd", "")]
    [InlineData("containerd", "@")]
    public void Finds_nothing_else(string name, string reference)
    {
        using var store = _stores.Open(name);
        Assert.Null(store.Find(reference));
    }

    [Fact]
    public void A_registry_that_is_searched_is_one_of_several()
    {
        using var store = ImageStore.Open(_stores.SourceOf("docker-overlay2"), new ImageStoreOptions
        {
            Cache = null,
            ShortNames = ShortNames.None with { Registries = ["127.0.0.1:5000"] },
        });
        Assert.Equal("127.0.0.1:5000/c/opq:1", store.Get("c/opq:1").Name);
    }

    // The layout has no IDs of its own: configs are read.
    [Fact]
    public void An_ID_is_the_config_of_the_default_platform_and_all_digits_of_any_other()
    {
        var (amd64, arm64) = (_layout.Image(), _layout.Image(architecture: "arm64"));
        var list = _layout.Blob(LayoutBuilder.IndexOf(
            _layout.Entry(LayoutBuilder.ManifestType, amd64, Platform("amd64")),
            _layout.Entry(LayoutBuilder.ManifestType, arm64, Platform("arm64"))));
        _layout.Index(_layout.Entry(LayoutBuilder.IndexType, list, LayoutBuilder.Named("list:1")));
        using var store = Open();
        var image = store.Get("list:1");
        var (own, other) = (image.Id!.Value.Hex, image.Platforms.Single(platform => platform.Name.Architecture == "arm64").Manifest.Config!.Digest.Hex);

        Assert.All(new[] { own, $"sha256:{own}", own[..12], own[..3], $"sha256:{own[..3]}", $"@{own[..5]}", other, $"sha256:{other}", list, list[7..19] }, text => Assert.Same(image, store.Find(text)));
        Assert.All(new[] { other[..40], own[..2], own.ToUpperInvariant(), amd64, $"sha256:{other[..12]}" }, text => Assert.Null(store.Find(text)));
    }

    [Fact]
    public void Digits_of_several_images_are_ambiguous_and_all_are_told_but_not_too_many()
    {
        var manifests = Enumerable.Range(0, 400).Select(number => _layout.Image(config: $$"""{"os":"linux","architecture":"amd64","n":{{number}}}""")).ToList();
        _layout.Index(manifests.Select((manifest, number) => _layout.Entry(LayoutBuilder.ManifestType, manifest, LayoutBuilder.Named($"n{number}"))));
        using var store = Open();
        var byId = store.Images.ToLookup(image => image.Id!.Value.Hex[..3], StringComparer.Ordinal);
        var several = byId.MaxBy(images => images.Count())!;

        var error = Assert.Throws<OciFsException>(() => store.Find(several.Key));

        Assert.Equal(OciFsError.Ambiguous, error.Error);
        Assert.Equal(Math.Min(several.Count(), 5), several.Count(image => error.Message.Contains($"{image.Name},", StringComparison.Ordinal) || error.Message.Contains($"{image.Name} ", StringComparison.Ordinal) || error.Message.Contains($"{image.Name})", StringComparison.Ordinal)));
        Assert.All(byId.Where(images => images.Count() == 1), images => Assert.Same(images.Single(), store.Find(images.Key)));
    }

    [Fact]
    public void One_image_of_several_names_is_the_first()
    {
        var image = _layout.Image();
        _layout.Index(new[] { "b:1", "a:1" }.Select(name => _layout.Entry(LayoutBuilder.ManifestType, image, LayoutBuilder.Named(name))));
        using var store = Open();
        Assert.Equal("b:1", store.Get(image).Name);
        Assert.Equal("b:1", store.Get(store.Images[0].Id!.Value.Hex[..6]).Name);
    }

    [Fact]
    public void A_name_goes_before_an_ID_that_begins_so()
    {
        var image = _layout.Image();
        _layout.Index(_layout.Entry(LayoutBuilder.ManifestType, image, LayoutBuilder.Named("first:1")));
        string id;
        using (var store = Open())
        {
            id = store.Images[0].Id!.Value.Hex[..4];
        }

        _layout.Index(
            _layout.Entry(LayoutBuilder.ManifestType, image, LayoutBuilder.Named("first:1")),
            _layout.Entry(LayoutBuilder.ManifestType, _layout.Image("windows"), LayoutBuilder.Named($"docker.io/library/{id}:latest")));
        using var again = Open();
        Assert.Equal($"docker.io/library/{id}:latest", again.Get(id).Name);
        Assert.Equal("first:1", again.Get(again.Images[0].Id!.Value.Hex[..6]).Name);
    }

    [Fact]
    public void What_is_broken_is_passed_over_and_found_when_it_is_mended()
    {
        var (good, broken) = (_layout.Image(), _layout.Image("windows"));
        _layout.Index(
            _layout.Entry(LayoutBuilder.ManifestType, broken, LayoutBuilder.Named("broken")), _layout.Entry(LayoutBuilder.ManifestType, good, LayoutBuilder.Named("good")));
        var bytes = File.ReadAllBytes(_layout.BlobPath(broken));
        string id;
        using (var whole = Open())
        {
            id = whole.Get("broken").Id!.Value.Hex;
        }

        File.Delete(_layout.BlobPath(broken));
        using var store = Open();
        Assert.Equal("good", store.Get(store.Get("good").Id!.Value.Hex[..8]).Name);
        Assert.Null(store.Find(id));

        File.WriteAllBytes(_layout.BlobPath(broken), bytes);
        Assert.True(SpinWait.SpinUntil(() => store.Find(id) is not null, TimeSpan.FromMinutes(1)));
    }

    // Names that are no references: matched as they are.
    [Fact]
    public void Finds_names_that_are_no_references()
    {
        var names = new[] { "sp ace/ül", "x", "UPPER", "a:b:c", "-", "..", "~", "%41", new string('n', 65_536), "ctrl\\u0001", new string('f', 64), "abc", "a/../b" };
        _layout.Index(names.Select((name, number) => _layout.Entry(LayoutBuilder.ManifestType, _layout.Image(config: $$"""{"os":"linux","architecture":"amd64","n":{{number}}}"""), LayoutBuilder.Named(name))));
        using var store = Open();
        Assert.Equal(names.Length, store.Images.Length);
        Assert.All(store.Images, image =>
        {
            Assert.Same(image, store.Find(image.Name));
            Assert.Same(image, store.Find($"{image.Name}@{image.Target.Digest}"));
        });
    }

    public void Dispose()
    {
        _stores.Dispose();
        _layout.Dispose();
    }

    private static string Platform(string architecture) => $$"""
        "platform":{"os":"linux","architecture":"{{architecture}}"}
        """;

    private ImageStore Open() => ImageStore.Open($"oci:{_layout.Path}", new ImageStoreOptions { Platform = PlatformName.Parse("linux/amd64"), Cache = null });
}
