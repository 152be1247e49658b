using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests;

/// <summary>The tree of design §1 over the sample: documents, platforms, layers, blobs.</summary>
[Collection(SharedSample.Name)]
public sealed class SampleTreeTests(SampleMount mount)
{
    public static TheoryData<string> Architectures => [Platform.HostArchitecture, Platform.OtherArchitecture];

    [Fact]
    public void TheRootHoldsTheViewsAndHidesTheStatus()
    {
        Assert.Equal("blobs images repositories", Names(mount.Root));
        Assert.NotNull(Documents.Read(Path.Combine(mount.Root, ".ocifs", "status.json")));
    }

    /// <summary>Who serves by io_uring has rings among his descriptors.</summary>
    [Fact]
    public void TheStatusTellsOfIoUring()
    {
        var status = Documents.Read(Path.Combine(mount.Root, ".ocifs", "status.json"));
        var descriptors = Command.Run("ls", "-l", $"/proc/{status["pid"]!.GetValue<int>()}/fd").Ok();
        Assert.Equal(descriptors.Contains("[io_uring]", StringComparison.Ordinal), status["ioUring"]!.GetValue<bool>());
    }

    [Fact]
    public void TheNameIsAFolderAndAPathOfFolders()
    {
        Assert.Equal(Layouts.SampleSegment, Names(Path.Combine(mount.Root, "images")));
        var link = Path.Combine(mount.Root, "repositories", "example.com", "demo", "debian", "12");
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal(mount.Image, Command.Run("realpath", link).Ok().Trim());
    }

    [Fact]
    public void TheImageShowsTheIndexAndTheDefaultPlatform()
    {
        Assert.Equal("config digest manifest platforms rootfs", Names(mount.Image));
        var digest = SampleImages.Descriptor.Text("digest");
        Assert.Equal(digest + "\n", Text("digest"));
        Assert.Equal(digest, Sha256.OfFile(Path.Combine(mount.Image, "manifest")));
        Assert.Equal(
            SampleImages.Manifest(Platform.HostArchitecture).Text("config", "digest"), Sha256.OfFile(Path.Combine(mount.Image, "config")));
        Assert.Equal($"platforms/{Platform.Host}/rootfs", new FileInfo(Path.Combine(mount.Image, "rootfs")).LinkTarget);
        Assert.Equal("linux-amd64 linux-arm64", Names(Path.Combine(mount.Image, "platforms")));
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void APlatformShowsItsOwnManifestAndConfig(string architecture)
    {
        var folder = Path.Combine("platforms", Platform.Folder(architecture));
        var digest = SampleImages.ManifestDescriptor(architecture).Text("digest");
        Assert.Equal(digest + "\n", Text(folder, "digest"));
        Assert.Equal(digest, Sha256.OfFile(Path.Combine(mount.Image, folder, "manifest")));
        Assert.Equal(SampleImages.Manifest(architecture).Text("config", "digest"), Sha256.OfFile(Path.Combine(mount.Image, folder, "config")));
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void EveryLayerIsWhatItsDigestsSay(string architecture)
    {
        var layers = Path.Combine(mount.Image, "platforms", Platform.Folder(architecture), "layers");
        var descriptors = SampleImages.Manifest(architecture).Items("layers").ToArray();
        var diffIds = SampleImages.Config(architecture)["rootfs"]!.Items("diff_ids").ToArray();
        Assert.Equal(string.Join(' ', Enumerable.Range(0, descriptors.Length).Select(i => i.ToString("00"))), Names(layers));
        for (var i = 0; i < descriptors.Length; i++)
        {
            var layer = Path.Combine(layers, i.ToString("00"));
            Assert.Equal("blob diff info.json rootfs tar", Names(layer));
            Assert.Equal(descriptors[i].Text("digest"), Sha256.OfFile(Path.Combine(layer, "blob")));
            Assert.Equal(diffIds[i].Text(), Sha256.OfFile(Path.Combine(layer, "tar")));
            var information = Documents.Read(Path.Combine(layer, "info.json")).ToJsonString();
            Assert.Contains(descriptors[i].Text("digest"), information, StringComparison.Ordinal);
            Assert.Contains(diffIds[i].Text(), information, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryBlobOfTheStoreIsThere()
    {
        var blobs = Path.Combine(mount.Root, "blobs", "sha256");
        Assert.Equal(Names(Path.Combine(Layouts.Sample, "blobs", "sha256")), Names(blobs));
        Assert.All(Names(blobs).Split(' '), hex => Assert.Equal("sha256:" + hex, Sha256.OfFile(Path.Combine(blobs, hex))));
    }

    private string Text(params string[] path) => File.ReadAllText(Path.Combine([mount.Image, .. path]));

    /// <summary>The names in a folder that are listed, in order, with blanks between them.</summary>
    private static string Names(string folder) => string.Join(' ', Command.Run("ls", folder).Lines());
}
