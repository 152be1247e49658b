using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using Wire = OciFs.Fuse.Tests.Support.Requests;

namespace OciFs.Host.Tests;

/// <summary>Once a directory was looked at and a block decoded, a request makes no object on its whole way, from the device's bytes to its bytes.</summary>
public sealed class AllocationTests
{
    private static readonly LayerBlob[] Layers =
    [
        LayerBlob.Of(LayerBuilder.Tar(
        [
            TestEntry.Directory("d"), TestEntry.Directory("d/below"), TestEntry.File("d/below/deep", "deep"),
            .. Enumerable.Range(0, 300).Select(i => TestEntry.File($"d/file{i}", new string('x', 40_000))),
            TestEntry.File("gone", "gone"), TestEntry.Directory("dark"), TestEntry.File("dark/gone", "gone"),
        ]), LayerCompression.Gzip),
        LayerBlob.Of(LayerBuilder.Tar(
        [
            TestEntry.Directory("d"), TestEntry.File("d/file7", "upper"), TestEntry.Symlink("d/link", "file7"), TestEntry.File(".wh.gone", ""),
            TestEntry.HardLink("d/hard", "d/file9"), TestEntry.File("dark/.wh..wh..opq", ""), TestEntry.File("dark/light", "light"),
        ]), LayerCompression.Zstd),
    ];

    public static TheoryData<string> Requested => [.. Requests.Keys];

    private static Dictionary<string, Func<ServedImage, byte[]>> Requests { get; } = new(StringComparer.Ordinal)
    {
        ["lookup of a file of the lower layer"] = image => Wire.Name(1, image.At(image.Rootfs, "d"), "file200"),
        ["lookup of a file of the upper layer"] = image => Wire.Name(1, image.At(image.Rootfs, "d"), "file7"),
        ["lookup of a hard link to the lower layer"] = image => Wire.Name(1, image.At(image.Rootfs, "d"), "hard"),
        ["lookup of a merged directory"] = image => Wire.Name(1, image.Rootfs, "d"),
        ["lookup of a directory of one layer"] = image => Wire.Name(1, image.At(image.Rootfs, "d"), "below"),
        ["lookup of a name that is not there"] = image => Wire.Name(1, image.At(image.Rootfs, "d"), "missing"),
        ["lookup of a name that a whiteout hides"] = image => Wire.Name(1, image.Rootfs, "gone"),
        ["getattr of a file"] = image => Wire.Build(3, image.At(image.Rootfs, "d/file9"), new byte[16]),
        ["getattr of a directory"] = image => Wire.Build(3, image.At(image.Rootfs, "d"), new byte[16]),
        ["readlink"] = image => Wire.Build(5, image.At(image.Rootfs, "d/link")),
        ["read of gzip"] = image => Wire.Read(15, image.At(image.Rootfs, "d/file200"), 1000, 32_768),
        ["read of zstd"] = image => Wire.Read(15, image.At(image.Rootfs, "d/file7"), 0, 4096),
        ["readdir of a merged directory"] = image => Wire.Read(28, image.At(image.Rootfs, "d"), 0, 65_536),
        ["readdirplus of a merged directory"] = image => Wire.Read(44, image.At(image.Rootfs, "d"), 0, 65_536),
        ["readdirplus of a directory of one layer"] = image => Wire.Read(44, image.At(image.Rootfs, "d/below"), 0, 65_536),
        ["listxattr"] = image => Wire.Xattr(23, image.At(image.Rootfs, "d/file9"), 1000, null),
        ["getxattr of what is not there"] = image => Wire.Xattr(22, image.At(image.Rootfs, "d/file9"), 1000, "security.capability"),
    };

    [Theory]
    [MemberData(nameof(Requested))]
    public void NothingIsAllocated(string what)
    {
        using var image = new ServedImage(Layers);
        var request = Requests[what](image);
        Ask(image, request, 50);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask(image, request, 1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Ask(ServedImage image, byte[] request, int times)
    {
        for (var i = 0; i < times; i++)
            Assert.True(image.Ask(request).Length >= 16);
    }
}
