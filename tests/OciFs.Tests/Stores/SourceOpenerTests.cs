using OciFs.References;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores;

public sealed class SourceOpenerTests
{
    private const string SecondTwice = "sha256:fefd4407b4c90e9759f5cb36cfc4e8cc6e824adda88654d4265dff5ff674eacf";

    [Theory]
    [InlineData("")]
    [InlineData("oci:")]
    public void Opens_a_layout(string transport)
    {
        using var store = SourceOpener.Open(transport + Fixtures.Layout("refs"));
        Assert.Equal(12, store.List().Images.Length);
    }

    [Fact]
    public void A_store_without_namespaces_refuses_one() => Assert.Contains(
        "no namespaces",
        Assert.Throws<OciFsException>(() => SourceOpener.Open(Fixtures.Layout("refs"), new StoreOptions { Namespace = "default" })).Message,
        StringComparison.Ordinal);

    // Names that skopeo can write; it knows ref.name only.
    [Theory]
    [InlineData("latest")]
    [InlineData("docker.io/library/full:1.2")]
    [InlineData("localhost:5000/a/b:tag")]
    [InlineData("twice")]
    [InlineData("alias")]
    [InlineData("x")]
    [InlineData("wrong-size")]
    public void Selects_what_skopeo_selects(string reference)
    {
        var folder = Fixtures.Layout("refs");
        using var store = SourceOpener.Open($"oci:{folder}:{reference}");
        using var temp = new TempFolder();
        File.WriteAllText(temp["manifest"], Tool.Run(folder, "skopeo", "inspect", "--raw", $"oci:{folder}:{reference}"));
        var expected = Tool.Run(temp.Path, "sha256sum", "manifest").Split(' ')[0];
        Assert.Equal(expected, Assert.Single(store.List().Images).Target.Digest.Hex);
    }

    [Theory]
    [InlineData("full:1.2", "docker.io/library/full:1.2")]
    [InlineData("ctr:x", "docker.io/library/ctr:x")]
    [InlineData("docker.io/library/ctr:x", "docker.io/library/ctr:x")]
    [InlineData("sp ace/üml", "sp ace/üml")]
    [InlineData("sha256:de8cc1915e6f9550c515b2eb33a606953b84c80959e1925fe8cba0d4e1f6334f", "latest")]
    [InlineData("docker.io/library/full@sha256:31c1449c447be9e3ee261f0fd43555b1b043e62bcdc4c7a62e5e47f3eaa8fbc3", "docker.io/library/full:1.2")]
    [InlineData("twice@" + SecondTwice, "twice@" + SecondTwice)]
    [InlineData(SecondTwice, "twice@" + SecondTwice)]
    [InlineData("docker.io/library/latest", "latest")]
    public void Selects(string reference, string name)
    {
        using var store = SourceOpener.Open($"{Fixtures.Layout("refs")}:{reference}");
        Assert.Equal(name, Assert.Single(store.List().Images).Name);
        Assert.Same(store.List(), store.List());
        Assert.Equal(11, store.ListBlobs().Count);
    }

    [Theory]
    [InlineData("nosuch", "none of its 12 images is called so; see: ocifs images)")]
    [InlineData("sha256:0001", "none of its 12 images")]
    [InlineData("docker.io/library/ful:1.2", "did you mean docker.io/library/full:1.2")]
    [InlineData("localhost:5000/x/b:tag", "did you mean localhost:5000/a/b:tag")]
    [InlineData("LATEST", "did you mean latest?")]
    public void No_such_image_names_those_that_are_like_it(string reference, string hint)
    {
        var error = Assert.Throws<OciFsException>(() => SourceOpener.Open($"{Fixtures.Layout("refs")}:{reference}"));
        Assert.Equal(OciFsError.NotFound, error.Error);
        Assert.Contains(hint, error.Message);
    }

    [Fact]
    public void A_reference_of_several_targets_is_ambiguous()
    {
        using var layout = new LayoutBuilder();
        layout.Index(
            layout.Entry(LayoutBuilder.ManifestType, layout.Image(), LayoutBuilder.Named("docker.io/library/a")),
            layout.Entry(LayoutBuilder.ManifestType, layout.Image("windows"), LayoutBuilder.Named("docker.io/library/a:latest")));
        var error = Assert.Throws<OciFsException>(() => SourceOpener.Open($"{layout.Path}:a"));
        Assert.Equal(OciFsError.Ambiguous, error.Error);
        Assert.Contains("docker.io/library/a, docker.io/library/a:latest", error.Message);
    }

    [Fact]
    public void A_selected_image_follows_the_store()
    {
        using var layout = new LayoutBuilder();
        var (first, second) = (layout.Image(), layout.Image("windows"));
        layout.Index(layout.Entry(LayoutBuilder.ManifestType, first, LayoutBuilder.Named("a")));
        using var store = SourceOpener.Open($"{layout.Path}:a");
        Assert.Equal(Digest.Parse(first), Assert.Single(store.List().Images).Target.Digest);
        layout.Index(
            layout.Entry(LayoutBuilder.ManifestType, second, LayoutBuilder.Named("a")),
            layout.Entry(LayoutBuilder.ManifestType, first));
        Assert.Equal(Digest.Parse(second), Assert.Single(store.List().Images).Target.Digest);
        layout.Index();
        Assert.Empty(store.List().Images);
    }

    [Fact]
    public void A_registry_is_not_read_yet() => Unsupported("docker://alpine", "docker://alpine: the transport docker: is not supported yet (registries are not read: save it first, as skopeo copy docker://alpine oci:DIR)");

    [Theory]
    [InlineData("containers-storage:/nonexistent", "/nonexistent: no such folder")]
    [InlineData("docker-store:/nonexistent", "/nonexistent: no such folder")]
    public void A_root_that_is_not_there_is_named(string source, string message) =>
        Assert.Equal(message, Assert.Throws<OciFsException>(() => SourceOpener.Open(source)).Message);

    [Theory]
    [InlineData("containers-storage:/etc", "neither overlay-images nor vfs-images")]
    [InlineData("docker-store:/etc", "neither image/overlay2 nor image/vfs")]
    public void Another_folder_is_no_root(string source, string message)
    {
        var error = Assert.Throws<OciFsException>(() => SourceOpener.Open(source));
        Assert.Equal(OciFsError.Invalid, error.Error);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_folder_is_no_store()
    {
        using var folder = new TempFolder();
        Assert.Equal(OciFsError.Invalid, Assert.Throws<OciFsException>(() => SourceOpener.Open(folder.Path)).Error);
    }

    [Fact]
    public void A_layout_without_its_mark_says_what_is_missing()
    {
        using var layout = new LayoutBuilder();
        File.Delete(Path.Combine(layout.Path, "oci-layout"));
        Assert.Contains("oci-layout: missing", Assert.Throws<OciFsException>(() => SourceOpener.Open(layout.Path)).Message);
    }

    [Fact]
    public void Nothing_there_is_not_found() =>
        Assert.Equal(OciFsError.NotFound, Assert.Throws<OciFsException>(() => SourceOpener.Open("/nonexistent:tag")).Error);

    private static void Unsupported(string source, string message)
    {
        var error = Assert.Throws<OciFsException>(() => SourceOpener.Open(source));
        Assert.Equal(OciFsError.Unsupported, error.Error);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }
}
