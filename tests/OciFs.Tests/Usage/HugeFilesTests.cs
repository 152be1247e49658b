using OciFs.Comparing;
using OciFs.Images;
using OciFs.Provenance;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Usage;

namespace OciFs.Tests.Usage;

/// <summary>Sparse files of 4 EiB, of which a tar of some kilobytes has many: sums do not overflow, and holes are not read.</summary>
public sealed class HugeFilesTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ImageStore _store;

    public HugeFilesTests()
    {
        var layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);
        byte[][] tars =
        [
            LayerBuilder.Tar([Huge("a", "end"), Huge("b", "end"), Huge("d/c", "end"), Huge("d/d", "end"), Huge("s", "end"), Huge("t", "end")]),
            LayerBuilder.Tar([Huge("e", "end"), Huge("s", "end"), Huge("t", "enD"), TestEntry.Whiteout("a")]),
        ];
        layout.Name("image", layout.AddImage(tars.Select(tar => LayerBlob.Of(tar))).Manifest).Write();
        _store = ImageStore.Open($"oci:{layout.Folder}", new ImageStoreOptions { Cache = null, Platform = PlatformName.Parse("linux/amd64") });
    }

    private OciFs.Images.ImagePlatform Platform => _store.Images[0].DefaultPlatform!;

    [Fact]
    public void A_sum_beyond_all_measure_is_the_largest_number()
    {
        Assert.Equal((5, long.MaxValue, 2), (ByteSum.Add(2, 3), ByteSum.Add(long.MaxValue, 1), ByteSum.Add(-1, 2)));
        var usage = ImageUsage.Of(Platform);
        Assert.Equal((long.MaxValue, long.MaxValue, long.MaxValue, 1.0), (usage.Bytes, usage.VisibleBytes, usage.WastedBytes, usage.Efficiency));
        Assert.All(usage.Layers, share => Assert.Equal((long.MaxValue, long.MaxValue), (share.Bytes, share.VisibleBytes)));
        Assert.Equal([long.MaxValue, 0], usage.Layers.Select(share => share.WastedBytes));
        var root = Platform.RootFs;
        var disk = new DiskUsage(isOfContent: true, [root]);
        Assert.Equal(long.MaxValue, disk.Of(root, "/"u8.ToArray(), (_, error) => throw error).Last().Bytes);
        Assert.Equal(long.MaxValue, disk.Total);
    }

    [Theory]
    [InlineData("s", FileAspects.None)]
    [InlineData("t", FileAspects.Content)]
    public void Holes_are_not_read_for_a_history(string path, FileAspects changed) =>
        Assert.Equal(changed, PathHistory.Of(Platform, System.Text.Encoding.UTF8.GetBytes(path)).Events[^1].What);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static TestEntry Huge(string name, string data) =>
        TestEntry.File(name) with { Content = new FileContent(long.MaxValue >> 1, [new FileSegment(5, System.Text.Encoding.UTF8.GetBytes(data))]) };
}
