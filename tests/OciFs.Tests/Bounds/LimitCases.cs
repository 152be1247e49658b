using System.Text.Json.Nodes;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Tests.Bounds;

/// <summary>A row for each constant of <see cref="OciFs.Limits"/> that an image can meet as a whole.</summary>
internal static class LimitCases
{
    private static readonly TestEntry Rest = TestEntry.File("rest", "rest");

    /// <summary>By the constant's name.</summary>
    public static IReadOnlyDictionary<string, LimitCase> All { get; } = new Dictionary<string, LimitCase>(StringComparer.Ordinal)
    {
        [nameof(Limits.PathBytes)] = LimitCase.OfTar(4096, bytes => Tar(TestEntry.File(PathOf(bytes)))),
        [nameof(Limits.NameBytes)] = LimitCase.OfTar(255, bytes => Tar(TestEntry.File(new string('n', bytes)))),
        [nameof(Limits.PathDepth)] = LimitCase.OfTar(1024, depth => Tar(TestEntry.Directory(string.Join('/', Enumerable.Repeat("d", depth))))),
        [nameof(Limits.LinksFollowed)] = LimitCase.OfTar(40, SymlinkTars.Chain),
        [nameof(Limits.PathSteps)] = LimitCase.OfTar(
            4096, steps => Tar(TestEntry.Symlink("s", new string('/', (int)steps - 2)), TestEntry.File("s/f"))),
        [nameof(Limits.PaxRecordBytes)] = LimitCase.OfTar(1 << 20, bytes => WithRecords(XattrTars.RecordsOf(bytes))),
        [nameof(Limits.XattrNameBytes)] = LimitCase.OfTar(255, bytes => Tar(TestEntry.File("a").WithXattr("user." + new string('n', bytes - 5), "1"))),
        [nameof(Limits.XattrValueBytes)] = LimitCase.OfTar(65_536, bytes => Tar(TestEntry.File("a").WithXattr("user.v", new string('v', bytes)))),
        [nameof(Limits.XattrsPerFile)] = LimitCase.OfTar(1024, count => WithRecords(XattrTars.Records(count))),
        [nameof(Limits.XattrBytesPerFile)] = LimitCase.OfTar(1 << 20, XattrTars.SpreadOverLinks),
        [nameof(Limits.SparseSegments)] = LimitCase.OfTar(1_000_000, SparseTars.OfSegments),
        [nameof(Limits.ZstdWindowBytes)] = new(
            128 << 20, layout => Zstd(layout, "--long=27"), layout => Zstd(layout, "--long=28"), Rest: false),
        [nameof(Limits.ExtrasBytesPerLayer)] = LimitCase.OfImage(128 << 20, (layout, bytes) => Image(layout, XattrTars.Amplified(bytes))),
        [nameof(Limits.LayersPerImage)] = LimitCase.OfImage(4096, (layout, count) => layout.AddImage(Layers(count)).Manifest),
        [nameof(Limits.DocumentBytes)] = LimitCase.OfImage(64 << 20, ManifestOf),
        [nameof(Limits.DocumentDepth)] = LimitCase.OfImage(64, (layout, depth) => Annotated(layout, Nested(depth - 1))),
        [nameof(Limits.IndexDepth)] = LimitCase.OfImage(16, (layout, depth) => layout.AddNestedIndexes(Image(layout, Tar()), (int)depth)),
        [nameof(Limits.DescriptorsPerWalk)] = LimitCase.OfImage(
            100_000, (layout, count) => layout.AddIndex(Enumerable.Repeat(Image(layout, Tar()), (int)count))),
    };

    private static byte[] Tar(params TestEntry[] entries) => LayerBuilder.Tar([.. entries, Rest]);

    private static byte[] WithRecords(PaxRecords records) =>
        new LayerBuilder().AddRecords(records).Add(TestEntry.File("a"), TarDialect.Ustar).Add(Rest).ToArray();

    private static string PathOf(int bytes) =>
        string.Concat(Enumerable.Repeat(new string('p', 199) + "/", bytes / 200)) + new string('f', bytes % 200);

    private static Descriptor Image(LayoutBuilder layout, byte[] tar) => layout.AddImage([LayerBlob.Of(tar)]).Manifest;

    private static IEnumerable<LayerBlob> Layers(long count) =>
        Enumerable.Range(0, (int)count).Select(number => LayerBlob.Of(Tar(TestEntry.File($"f{number % 10}", $"{number}"))));

    private static Descriptor Zstd(LayoutBuilder layout, string option)
    {
        var tar = Tar();
        var blob = new LayerBlob(tar, ZstdProgram.Compress(tar, "-1", option), "application/vnd.oci.image.layer.v1.tar+zstd");
        return layout.AddImage([blob]).Manifest;
    }

    private static Descriptor ManifestOf(LayoutBuilder layout, long bytes)
    {
        var plain = Annotated(layout, new JsonObject { ["x"] = "" });
        return Annotated(layout, new JsonObject { ["x"] = new string('x', (int)(bytes - plain.Size)) });
    }

    private static Descriptor Annotated(LayoutBuilder layout, JsonNode annotations)
    {
        var image = layout.AddImage([LayerBlob.Of(Tar())]);
        var manifest = JsonNode.Parse(File.ReadAllBytes(layout.BlobPath(image.Manifest.Digest)), documentOptions: new() { MaxDepth = 100 })!;
        manifest["x"] = annotations;
        var text = manifest.ToJsonString(new() { MaxDepth = 100 });
        return layout.AddBlob(System.Text.Encoding.UTF8.GetBytes(text), LayoutBuilder.ManifestType) with { Platform = image.Manifest.Platform };
    }

    private static JsonNode Nested(long depth)
    {
        JsonNode inner = new JsonArray();
        for (var level = 1; level < depth; level++)
            inner = new JsonArray(inner);
        return inner;
    }
}
