using OciFs.Fuzz.Engine;

namespace OciFs.Fuzz.Harnesses;

/// <summary>All harnesses.</summary>
internal static class Catalogue
{
    /// <summary>They, the cheapest first.</summary>
    public static IReadOnlyList<Harness> All { get; } =
    [
        new TarHarness(), new PaxHarness(), new GzipHarness(), new ZstdHarness(), new SeekHarness(), new JsonHarness(), new IndexHarness(),
        new LayerHarness(), new ArchiveHarness(), new BoltHarness(), new FuseHarness(),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(harness => harness.Name)];

    public static Harness Find(string name) => All.Single(harness => harness.Name == name);
}
