using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Apply;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.Reference.Trees;
using OciFs.References;
using OciFs.Stores;
using OciFs.Views;

namespace OciFs.Tests.Views;

/// <summary>
/// An image whose layers are long enough for many seek points, in every form that they are stored in: its tree is the same with points near and
/// far, read by one and by eight threads at once, from indexes that were just made, found, and made again.
/// </summary>
public sealed class SeekSpanTests(SeekSpanTests.LongLayers image) : IClassFixture<SeekSpanTests.LongLayers>
{
    [Theory]
    [InlineData(64 << 10, 1)]
    [InlineData(64 << 10, 8)]
    [InlineData(512 << 10, 8)]
    [InlineData(4 << 20, 1)]
    [InlineData(4 << 20, 8)]
    public void TheTreeEqualsTheReference(int span, int threads)
    {
        using var cache = new TempFolder();
        ReadWith(span, threads, cache);
        Assert.NotEqual(0, BytesOf(cache));
        ReadWith(span, threads, cache);
        Directory.Delete(cache["indexes"], recursive: true);
        ReadWith(span, threads, cache);
    }

    [Fact]
    public void NearPointsTakeMoreOfTheIndexes()
    {
        using var near = new TempFolder();
        using var far = new TempFolder();
        ReadWith(64 << 10, 1, near);
        ReadWith(4 << 20, 1, far);
        Assert.True(BytesOf(near) > 2 * BytesOf(far), $"{BytesOf(near)} and {BytesOf(far)} bytes");
    }

    private static long BytesOf(TempFolder cache) =>
        new DirectoryInfo(cache["indexes"]).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private void ReadWith(int span, int threads, TempFolder cache)
    {
        using var store = SourceOpener.Open("oci:" + image.Layout);
        using var memory = new MemoryBudget(Limits.LeastMemoryBytes); // Blocks of a tenth of the image: most are decoded by each thread that comes by.
        using var tree = new PatientTree(new ImageTree(store, new ImageTreeOptions
        {
            Platform = PlatformName.Parse("linux/amd64"),
            IndexCache = new LayerIndexCache(new CacheFolder(cache["indexes"]), Assert.Fail),
            Memory = memory,
            SeekSpan = span,
        }));
        var rootfs = OpenedStack.At(tree, "images", "image", "platforms", "linux-amd64", "rootfs");
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
            Assert.Empty(TreeComparison.Differences(image.Expected, TreeDump.Of(tree, rootfs))));
    }

    /// <summary>Five layers of some megabytes, and the tree that the naive reference makes of them on a real folder.</summary>
    public sealed class LongLayers : IDisposable
    {
        private readonly TempFolder _folder = new();

        public LongLayers()
        {
            var layout = new LayoutBuilder(Directory.CreateDirectory(Layout).FullName);
            var tars = Enum.GetValues<LayerCompression>().Select(form => LayerBuilder.Tar(Entries((int)form))).ToArray();
            layout.Name("image", layout.AddImage(tars.Select((tar, form) => LayerBlob.Of(tar, (LayerCompression)form))).Manifest);
            layout.Write();
            Expected = NaiveApplier.Apply(tars.Select(TarReader.Read), Directory.CreateDirectory(_folder["applied"]).FullName).ToTable();
        }

        public string Layout => _folder["layout"];

        public TreeTable Expected { get; }

        public void Dispose() => _folder.Dispose();

        /// <summary>Files of each layer, a large one among them, and some in place of lower ones.</summary>
        private static IEnumerable<TestEntry> Entries(int layer)
        {
            var random = new Random(layer);
            yield return TestEntry.Directory($"{layer}");
            for (var number = 0; number < 40; number++)
            {
                yield return Of($"{layer}/{number}", random, 1 << random.Next(4, 17));
                yield return Of($"all/{random.Next(100)}", random, random.Next(50_000));
            }

            yield return Of($"{layer}/large", random, 2_500_000);
        }

        private static TestEntry Of(string name, Random random, int length) =>
            TestEntry.File(name) with { Content = FileContent.Of(Content(random, length)) };

        /// <summary>What compresses to a third: noise, and what was there before, near and far.</summary>
        private static byte[] Content(Random random, int length)
        {
            var bytes = new byte[length];
            for (var at = 0; at < length;)
            {
                var run = Math.Min(length - at, random.Next(1, 400));
                if (at == 0 || random.Next(3) == 0)
                {
                    random.NextBytes(bytes.AsSpan(at, run));
                }
                else
                {
                    var from = Math.Max(0, at - random.Next(1, 1 << random.Next(1, 20)));
                    run = Math.Min(run, at - from);
                    bytes.AsSpan(from, run).CopyTo(bytes.AsSpan(at));
                }

                at += run;
            }

            return bytes;
        }
    }
}
