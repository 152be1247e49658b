using OciFs.Reference;
using OciFs.Reference.Tar;
using OciFs.Tests.Views;

namespace OciFs.Tests.Bounds;

/// <summary>
/// Layers made to take all memory: each is read to its end and in a few places after, and the process does not grow by more than a
/// bound that has nothing to do with what the layer unpacks to.
/// </summary>
[Collection(nameof(RunsAlone))]
public sealed class BombTests(ITestOutputHelper output)
{
    private const long Mebibyte = 1 << 20;

    // The block cache of 32 MiB, chunks read ahead, decoders with their windows, and what the runtime takes for all of it.
    private const long Bound = 128 * Mebibyte;

    private static readonly TestEntry Rest = TestEntry.File("rest", "rest");

    [Fact]
    public void FourGibibytesOfZerosInZstd()
    {
        const long size = 4L << 30;
        var blob = Bomb.Zstd(Bomb.HeadOf("zeros", size), size);
        Assert.InRange(size / blob.Length, 10_000, 40_000);
        AssertBounded(blob, opened => AssertZeros(opened, size));
    }

    [Fact]
    public void TwoGibibytesOfZerosInGzip()
    {
        const long size = 2L << 30;
        var blob = Bomb.Gzip(Bomb.HeadOf("zeros", size), new byte[16 << 20], (int)(size >> 24));
        Assert.InRange(size / blob.Length, 900, 1100);
        AssertBounded(blob, opened => AssertZeros(opened, size));
    }

    [Fact]
    public void ASparseFileOfAnExbibyte() => AssertBounded(SparseTars.OfLength(1L << 60), opened =>
    {
        var file = opened.At("images", "image", "platforms", "linux-amd64", "rootfs", "sparse");
        var buffer = new byte[1 << 20];
        Assert.Equal(1L << 60, opened.Tree.GetAttributes(file).Size);
        Assert.Equal("head\0"u8, Read(opened, file, 0, buffer)[..5]);
        Assert.Equal(buffer.Length, Read(opened, file, 1L << 59, buffer).Length);
        Assert.Equal(-1, buffer.AsSpan().IndexOfAnyExcept((byte)0));
        Assert.Equal("\0end"u8, Read(opened, file, (1L << 60) - 4, buffer));
    });

    [Fact]
    public void AMillionEntriesOfOneName()
    {
        var part = LayerBuilder.Tar(Enumerable.Repeat(TestEntry.File("same"), 1000), end: TarEnd.None);
        AssertBounded(Bomb.Gzip(LayerBuilder.Tar([Rest], end: TarEnd.None), part, 1000), opened => Assert.Empty(opened.Errors()));
    }

    [Fact]
    public void AHundredHeadersOfAMebibyte()
    {
        var part = new LayerBuilder().AddRecords(XattrTars.RecordsOf(1 << 20)).Add(TestEntry.Directory("d"), TarDialect.Ustar).ToArray(endBlocks: 0);
        var blob = Bomb.Gzip(LayerBuilder.Tar([Rest], end: TarEnd.None), part, 100);

        // Attributes are kept, here just within ExtrasBytesPerLayer: once in the buffer they gather in, which doubles, once in the index.
        AssertBounded(blob, opened => Assert.Empty(opened.Errors()), Bound + (4L * Limits.ExtrasBytesPerLayer));
    }

    [Fact]
    public void ADirectoryOf200000Names()
    {
        var names = Enumerable.Range(0, 200_000).Select(i => TestEntry.File($"d/name-of-some-length-{i}"));
        AssertBounded(
            LayerBuilder.Tar(names.Append(Rest)),
            opened => Assert.Equal(200_000, Count(opened, opened.At("images", "image", "platforms", "linux-amd64", "rootfs", "d"))),
            2 * Bound);
    }

    private void AssertBounded(byte[] blob, Action<OpenedStack> use, long bound = Bound)
    {
        var growth = PeakMemory.GrowthIn(() =>
        {
            using var opened = new OpenedStack(layout => layout.Name("image", Bomb.Image(layout, blob, LayerBuilder.Tar([Rest]))));
            Assert.Equal("rest", opened.Text("images", "image", "platforms", "linux-amd64", "rootfs", "rest"));
            use(opened);
        });
        output.WriteLine($"{growth / Mebibyte} MiB for a blob of {blob.Length} bytes");
        Assert.InRange(growth, 0, bound);
    }

    private static void AssertZeros(OpenedStack opened, long size)
    {
        var file = opened.At("images", "image", "platforms", "linux-amd64", "rootfs", "zeros");
        var buffer = new byte[300_000];
        foreach (var offset in new[] { 0, size / 2, size / 3, size - 7 })
        {
            Assert.Equal(Math.Min(buffer.Length, size - offset), Read(opened, file, offset, buffer).Length);
            Assert.Equal(-1, buffer.AsSpan().IndexOfAnyExcept((byte)0));
        }
    }

    private static Span<byte> Read(OpenedStack opened, OciFs.Views.NodeId file, long offset, byte[] buffer) =>
        buffer.AsSpan(0, opened.Tree.Read(file, offset, buffer));

    private static int Count(OpenedStack opened, OciFs.Views.NodeId folder)
    {
        var listing = opened.Tree.OpenDirectory(folder, true);
        var count = 0;
        for (long place = 0; listing.TryGet(place, out var item); place = item.Next)
            count++;
        return count;
    }
}
