using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Tar;
using OciFs.Tar;

namespace OciFs.Tests.Bounds;

/// <summary>What a layer makes its reader keep is bounded: the limits that would take hours to meet, made small.</summary>
public sealed class BuilderBoundsTests
{
    private const int Entries = 1000;

    [Fact]
    public void NamesAreCounted() => AssertBounded(
        new LayerTreeBuilder(entries: Entries),
        count => Enumerable.Range(1, count - 1).Select(i => TestEntry.HardLink($"f{i}", "f0")).Prepend(TestEntry.File("f0")),
        Entries,
        "1,000 entries");

    [Fact]
    public void FilesWithoutANameAreCounted() => AssertBounded(
        new LayerTreeBuilder(entries: Entries),
        count => Enumerable.Range(0, count).Select(i => i % 2 == 0 ? TestEntry.Directory("d") : TestEntry.File("d")),
        Entries - 1, // The root is a file too.
        "1,000 entries");

    [Fact]
    public void BytesThatAreKeptAreCounted()
    {
        var names = Refusal(new LayerTreeBuilder(indexBytes: 100_000), Enumerable.Range(0, 2000).Select(i => TestEntry.File($"f{i}")));
        Assert.Contains("100,000 bytes", names, StringComparison.Ordinal);
        var targets = Refusal(new LayerTreeBuilder(indexBytes: 100_000), Enumerable.Range(0, 40).Select(i => TestEntry.Symlink($"s{i}", new string('t', 4000))));
        Assert.Contains("100,000 bytes", targets, StringComparison.Ordinal);
        var folder = new string('d', 200);
        TestEntry[] orphan = [TestEntry.Directory(folder), TestEntry.Whiteout(folder + "/f"), TestEntry.File(folder)];
        var markers = Refusal(new LayerTreeBuilder(indexBytes: 100_000), Enumerable.Repeat(orphan, 300).SelectMany(entries => entries));
        Assert.Contains("100,000 bytes", markers, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEntryThatComesAgainTakesNoMore()
    {
        var builder = new LayerTreeBuilder();
        Scan(builder, Enumerable.Range(0, 100_000).Select(i => TestEntry.File("same", $"{i}")));
        Assert.Equal(2, builder.Inodes.Length);
        Assert.Equal("same".Length, builder.Text.Length);
    }

    /// <summary>A path of the tar has at most 4,096 bytes; through links a name may lie deeper than that.</summary>
    [Fact]
    public void DepthIsBoundedThroughLinksToo()
    {
        var down = string.Join('/', Enumerable.Repeat("d", 1000));
        var builder = new LayerTreeBuilder();
        Scan(builder, [TestEntry.Directory(down), TestEntry.Symlink("s", down), TestEntry.Directory("s/" + string.Join('/', Enumerable.Repeat("e", 25)))]);
        Assert.Contains("1024 directories deep", System.Text.Encoding.UTF8.GetString(builder.Problems.ToUtf8()), StringComparison.Ordinal);
    }

    /// <param name="builder">A builder of small limits.</param>
    /// <param name="entriesOf">A layer that keeps so many things.</param>
    /// <param name="most">As many as it takes.</param>
    /// <param name="told">What the refusal of one more tells.</param>
    private static void AssertBounded(LayerTreeBuilder builder, Func<int, IEnumerable<TestEntry>> entriesOf, int most, string told)
    {
        Scan(builder, entriesOf(most));
        Assert.Contains(told, Refusal(builder, entriesOf(most + 1).TakeLast(1)), StringComparison.Ordinal);
    }

    private static string Refusal(LayerTreeBuilder builder, IEnumerable<TestEntry> entries)
    {
        var refusal = Assert.Throws<OciFsException>(() => Scan(builder, entries));
        Assert.Equal(OciFsError.LimitExceeded, refusal.Error);
        return refusal.Message;
    }

    private static void Scan(LayerTreeBuilder builder, IEnumerable<TestEntry> entries)
    {
        var scanner = new TarScanner(builder);
        scanner.Write(LayerBuilder.Tar(entries));
        scanner.Complete();
    }
}
