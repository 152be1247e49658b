using OciFs.Images;
using OciFs.Reference.Layout;
using OciFs.References;
using OciFs.Tests.Stores.Tools;
using LayoutBuilder = OciFs.Reference.Layout.LayoutBuilder;

namespace OciFs.Tests.Images;

/// <summary>Platforms that differ in features only: of an index, and of configs where the index names none.</summary>
public sealed class PlatformsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Features_choose_the_platform_and_not_its_folder(bool inIndex)
    {
        var layout = new LayoutBuilder(_folder["layout"]);
        string[]?[] features = [["gpu", "avx"], null, ["gpu"]];
        var images = features.Select((names, i) => Image(layout, $"{i}", new(OsFeatures: names))).ToArray();
        layout.Name("image", layout.AddIndex(images.Select(image => inIndex ? image : image with { Platform = null }))).Write();

        using var store = ImageStore.Open($"oci:{layout.Folder}", new ImageStoreOptions { Cache = null, Platform = PlatformName.Parse("linux/amd64") });
        var platforms = store.Get("image").Platforms;

        Assert.Equal(["linux(+avx+gpu)/amd64", "linux/amd64", "linux(+gpu)/amd64"], platforms.Select(platform => platform.Name.ToSpecifier()), StringComparer.Ordinal);
        Assert.Equal(
            ["linux-amd64", $"linux-amd64@{Hex(images[1])}", $"linux-amd64@{Hex(images[2])}"],
            platforms.Select(platform => platform.FolderName), StringComparer.Ordinal);
        Assert.Same(platforms[1], store.Get("image").DefaultPlatform);
        Assert.Same(platforms[1], store.Get("image").PlatformFor(PlatformName.Parse("linux(+avx)/amd64/v3")));
        Assert.Same(platforms[2], store.Get("image").PlatformFor(PlatformName.Parse("linux(+gpu+simd)/amd64")));
        Assert.Same(platforms[0], store.Get("image").PlatformFor(PlatformName.Parse("linux(+gpu+avx)/amd64")));
        Assert.Null(store.Get("image").PlatformFor(PlatformName.Parse("linux(+gpu)/386")));
    }

    public void Dispose() => _folder.Dispose();

    private static Descriptor Image(LayoutBuilder layout, string content, Reference.Layout.ImagePlatform platform) =>
        layout.AddImage([LayerBlob.Of(Reference.Tar.LayerBuilder.Tar([Reference.TestEntry.File("file", content)]))], platform).Manifest;

    private static string Hex(Descriptor image) => image.Digest["sha256:".Length..][..12];
}
