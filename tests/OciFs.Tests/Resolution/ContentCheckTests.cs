using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Stores.Containerd;
using OciFs.Tests.Stores.Tools;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Resolution;

/// <summary>What of an image is there, beside what <c>ctr images check</c> and <c>ctr images ls</c> of containerd 2.1 said of the same store.</summary>
public sealed class ContentCheckTests : IDisposable
{
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";

    private static readonly string Nowhere = "sha256:" + new string('0', 64);

    // Where ours is another answer, and why.
    private static readonly Dictionary<string, (string Status, string Reason)> CheckDifferences = new(StringComparer.Ordinal)
    {
        ["docker.io/corpus/artifacts:artifact-manifest-rc"] = 
            ("incomplete (0/1) 0.0 B/4.0 B", "containerd does not know the artifact manifest of the release candidates, and so did not take its blob in"),
    };

    private static readonly Dictionary<string, (string Size, string Reason)> SizeDifferences = new(StringComparer.Ordinal)
    {
        ["docker.io/corpus/artifacts:artifact-manifest-rc"] = ("388.0 B", "the blob of an artifact manifest, as above"),
        ["docker.io/corpus/artifacts:sha256-991c71bdadd373d070d79e02aea9f94ada23a2260362a251d5d77a5f922838e1"] =
            ("1.7 KiB", "an index of artifacts: containerd takes the first for the platform, here there is none, and so all count"),
    };

    private readonly LayoutBuilder _layout = new();

    public void Dispose() => _layout.Dispose();

    [Fact]
    public void As_ctr_checks()
    {
        using var sample = new StoreSample("containerd-forky");
        using var store = ContainerdStore.Open(sample.Path, new StoreOptions());
        var resolver = new ImageResolver(store, PlatformName.Parse("linux/amd64"));
        var check = new ContentCheck(store, resolver.Documents);
        var said = sample.Said("check").Select(line => line.Split('\t')).ToDictionary(row => row[0], row => $"{row[1]} {row[2]}", StringComparer.Ordinal);
        var ours = store.List().Images.ToDictionary(image => image.Name, image => Text(check.Of(resolver.Resolve(image))), StringComparer.Ordinal);

        Assert.Equal(said.Count, ours.Count);
        Assert.Equal(
            said.Select(row => $"{row.Key} {(CheckDifferences.TryGetValue(row.Key, out var difference) ? difference.Status : row.Value)}").Order(StringComparer.Ordinal),
            ours.Select(row => $"{row.Key} {row.Value}").Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.All(CheckDifferences, row => Assert.NotEqual(said[row.Key], row.Value.Status, StringComparer.Ordinal));
    }

    [Fact]
    public void As_ctr_lists_sizes()
    {
        using var sample = new StoreSample("containerd-forky");
        using var store = ContainerdStore.Open(sample.Path, new StoreOptions());
        var resolver = new ImageResolver(store, PlatformName.Parse("linux/amd64"));
        var graph = new ContentGraph(resolver.Documents);
        var said = sample.Said("sizes").Select(line => line.Split('\t')).ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
        var ours = store.List().Images.ToDictionary(image => image.Name, image => Text(SizeAsContainerd(graph, resolver.Resolve(image))), StringComparer.Ordinal);

        Assert.Equal(
            said.Select(row => $"{row.Key} {(SizeDifferences.TryGetValue(row.Key, out var difference) ? difference.Size : row.Value)}").Order(StringComparer.Ordinal),
            ours.Select(row => $"{row.Key} {row.Value}").Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.All(SizeDifferences, row => Assert.NotEqual(said[row.Key], row.Value.Size, StringComparer.Ordinal));
    }

    [Fact]
    public void Of_a_platform_what_its_manifest_lists()
    {
        var image = _layout.Image(layers: 3);
        var (report, resolved) = Check(_layout.Entry(ManifestType, image));
        Assert.Equal("complete (4/4)", report.ToString());
        Assert.Equal(resolved.Default!.Manifest.Children, report.Required);
        Assert.Equal(report.Required, report.Present);
        Assert.Equal(report.RequiredSize + new FileInfo(_layout.BlobPath(image)).Length, resolved.Default.StoredSize);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(2, false)]
    public void What_is_missing_or_other_bytes_is_not_there(int child, bool isDamaged)
    {
        var entry = _layout.Entry(ManifestType, _layout.Image(layers: 2));
        var path = _layout.BlobPath(Check(entry).Report.Required[child].Digest.ToString());
        Change(path, isDamaged);

        var (report, _) = Check(entry);
        Assert.Equal("incomplete (2/3)", report.ToString());
        Assert.Equal(child, report.Required.IndexOf(Assert.Single(report.Missing)));
        Assert.Equal(report.RequiredSize - report.Missing[0].Size, report.PresentSize);
        Assert.Single(report.Problems);
    }

    [Fact]
    public void A_layer_of_another_size_is_not_there()
    {
        var entry = _layout.Entry(ManifestType, _layout.Image());
        File.AppendAllText(_layout.BlobPath(Check(entry).Report.Required[1].Digest.ToString()), "more");
        Assert.Contains("the blob has 5 bytes", Assert.Single(Check(entry).Report.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_its_manifest_nothing_is_known(bool isDamaged)
    {
        var image = _layout.Image();
        var entry = _layout.Entry(ManifestType, image);
        Change(_layout.BlobPath(image), isDamaged);
        var (report, _) = Check(entry);
        Assert.Equal("unavailable (0/?)", report.ToString());
        Assert.Equal(image, Assert.Single(report.Missing).Digest.ToString());
        Assert.False(report.IsComplete);
        Assert.NotEmpty(report.Problems);
    }

    [Fact]
    public void No_layer_is_opened()
    {
        using var store = new CountingStore(Open(Index(_layout.Entry(ManifestType, _layout.Image(layers: 9)))));
        var resolver = new ImageResolver(store, PlatformName.Parse("linux/amd64"));
        var check = new ContentCheck(store, resolver.Documents);
        var resolved = resolver.Resolve(store.List().Images[0]);
        Assert.True(check.Of(resolved).IsComplete && check.OfAll(resolved).IsComplete);
        Assert.Equal(0, store.OpenedLayers);
        Assert.DoesNotContain(store.Blobs, digest => resolved.Default!.Layers.Any(layer => layer.Descriptor.Digest == digest));
    }

    [Fact]
    public void As_a_whole_each_blob_once_with_indexes_and_referrers()
    {
        var layer = Entry(LayerType, _layout.Blob("layer"), 5);
        var config = _layout.Entry(ConfigType, _layout.Blob("""{"os":"linux","architecture":"arm64","rootfs":{"diff_ids":[]}}"""));
        var image = _layout.Entry(ManifestType, _layout.Blob($$"""{"config":{{config}},"layers":[{{layer}},{{layer}}]}"""));
        var attestation = _layout.Entry(
            ManifestType, _layout.Blob($$"""{"config":{{config}},"layers":[{{Entry("application/vnd.in-toto+json", _layout.Blob("{}"), 2)}}]}"""),
            """
            "platform":{"os":"unknown","architecture":"unknown"}
            """);
        var (report, resolved) = Check(Index(image, Index(image, attestation), image), all: true);
        Assert.True(report.IsComplete);
        Assert.Equal(7, report.Required.Length);
        Assert.Equal(new DirectoryInfo(Path.GetDirectoryName(_layout.BlobPath(Nowhere))!).EnumerateFiles().Sum(file => file.Length), report.PresentSize);
        Assert.Equal("complete (3/3)", Check(Index(image)).Report.ToString());
        Assert.Single(resolved.Platforms);
    }

    [Theory]
    [InlineData(StoreTraits.None, 3)]
    [InlineData(StoreTraits.SomePlatforms, 0)]
    public void What_a_store_was_not_asked_to_fetch_is_not_missing(StoreTraits traits, int missing)
    {
        string[] entries = [_layout.Entry(ManifestType, _layout.Image()), ImageOf("arm64"), ImageOf("s390x"), ImageOf("ppc64le")];
        Delete(entries[1], "manifest");
        Delete(entries[2], "config");
        Delete(entries[3], "layers");

        using var store = new CountingStore(Open(Index(entries))) { Traits = traits };
        var resolver = new ImageResolver(store, PlatformName.Parse("linux/amd64"));
        var check = new ContentCheck(store, resolver.Documents);
        var resolved = resolver.Resolve(store.List().Images[0]);
        Assert.Equal(missing, check.OfAll(resolved).Missing.Length);
        Assert.True(check.Of(resolved).IsComplete);
    }

    [Fact]
    public void Sizes_beyond_all_measure_end_at_the_largest_number()
    {
        var layers = string.Join(',', Enumerable.Range(0, 4096).Select(i => Entry(LayerType, $"sha256:{i:x64}", 1L << 62)));
        var (report, resolved) = Check(_layout.Entry(ManifestType, _layout.Blob($$"""{"config":{{_layout.Entry(ConfigType, _layout.Blob("{}"))}},"layers":[{{layers}}]}""")));
        Assert.Equal((long.MaxValue, 2), (report.RequiredSize, report.PresentSize));
        Assert.Equal((long.MaxValue, 4096), (resolved.Default!.StoredSize, report.Missing.Length));
    }

    [Fact]
    public void A_layer_4096_times_is_stored_once()
    {
        var layer = Entry(LayerType, _layout.Blob("layer"), 5);
        var manifest = _layout.Blob($$"""{"config":{{_layout.Entry(ConfigType, _layout.Blob("{}"))}},"layers":[{{string.Join(',', Enumerable.Repeat(layer, 4096))}}]}""");
        var (report, resolved) = Check(_layout.Entry(ManifestType, manifest));
        Assert.Equal("complete (4097/4097)", report.ToString());
        Assert.Equal(7 + new FileInfo(_layout.BlobPath(manifest)).Length, resolved.Default!.StoredSize);
        Assert.Equal(resolved.Default.StoredSize, Check(_layout.Entry(ManifestType, manifest), all: true).Report.PresentSize);
    }

    [Fact]
    public void An_index_of_too_many_is_told()
    {
        var (report, _) = Check(Index([.. Enumerable.Range(0, 100_000).Select(i => Entry("a/b", $"sha256:{i:x64}", i))]), all: true);
        Assert.False(report.IsAvailable);
        Assert.Contains("more than 100000 entries", Assert.Single(report.Problems), StringComparison.Ordinal);
    }

    private static void Change(string path, bool isDamaged)
    {
        if (isDamaged)
        {
            var bytes = File.ReadAllBytes(path);
            bytes[^1]++;
            File.WriteAllBytes(path, bytes);
        }
        else
        {
            File.Delete(path);
        }
    }

    private string Index(params string[] entries) => _layout.Entry(IndexType, _layout.Blob(IndexOf(entries)));

    private string ImageOf(string architecture)
    {
        var config = _layout.Entry(ConfigType, _layout.Blob($$$"""{"os":"linux","architecture":"{{{architecture}}}","rootfs":{"diff_ids":[]}}"""));
        var layer = _layout.Entry(LayerType, _layout.Blob(architecture));
        return _layout.Entry(ManifestType, _layout.Blob($$"""{"config":{{config}},"layers":[{{layer}}]}"""), $$$"""
            "platform":{"os":"linux","architecture":"{{{architecture}}}"}
            """);
    }

    private void Delete(string entry, string what)
    {
        var digest = (string)System.Text.Json.Nodes.JsonNode.Parse(entry)!["digest"]!;
        var manifest = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(_layout.BlobPath(digest)))!;
        File.Delete(_layout.BlobPath(what switch
        {
            "manifest" => digest,
            "config" => (string)manifest["config"]!["digest"]!,
            _ => (string)manifest["layers"]![0]!["digest"]!,
        }));
    }

    [Theory]
    [InlineData("application/x-unknown")]
    [InlineData("")]
    [InlineData("application/json")]
    public void A_manifest_of_any_type_needs_its_layers(string type)
    {
        var layer = _layout.Blob("layer");
        var config = _layout.Blob("""{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":[]}}""");
        var manifest = _layout.Blob($$"""{"schemaVersion":2,"config":{{_layout.Entry(ConfigType, config)}},"layers":[{{_layout.Entry(LayerType, layer)}}]}""");
        Assert.Equal("complete (3/3)", Check(_layout.Entry(type, manifest), all: true).Report.ToString());

        File.Delete(_layout.BlobPath(layer));
        Assert.Equal("incomplete (2/3)", Check(_layout.Entry(type, manifest), all: true).Report.ToString());

        var entry = _layout.Entry(type, manifest);
        File.Delete(_layout.BlobPath(manifest));
        Assert.Equal("unavailable (0/?)", Check(entry, all: true).Report.ToString());
    }

    private OciLayoutStore Open(string entry)
    {
        _layout.Index(entry);
        return OciLayoutStore.Open(_layout.Path);
    }

    private (ContentReport Report, ResolvedImage Resolved) Check(string entry, bool all = false)
    {
        using var store = Open(entry);
        var resolver = new ImageResolver(store, PlatformName.Parse("linux/amd64"));
        var resolved = resolver.Resolve(store.List().Images[0]);
        var check = new ContentCheck(store, resolver.Documents);
        return (all ? check.OfAll(resolved) : check.Of(resolved), resolved);
    }

    // containerd's Size has the indexes on the way too, and what repeats as often as it does.
    private static long SizeAsContainerd(ContentGraph graph, ResolvedImage image)
    {
        var sum = 0L;
        graph.Walk(image.Target, visit =>
        {
            if (visit.Descriptor.Digest != (image.Default?.Descriptor ?? image.Target).Digest)
            {
                return visit.Children.Kind is ContentKind.Index ? WalkStep.Continue : WalkStep.Skip;
            }

            sum = visit.Children.Descriptors.Sum(child => child.Size);
            for (var on = visit; on is not null; on = on.Parent)
            {
                sum += on.Descriptor.Size;
            }

            return WalkStep.Stop;
        });
        return sum;
    }

    private static string Text(ContentReport report) =>
        $"{report} {Text(report.PresentSize)}/{(report.IsAvailable ? Text(report.RequiredSize) : "?")}";

    private static string Text(long size) => size < 1024 ? FormattableString.Invariant($"{size:0.0} B") : FormattableString.Invariant($"{size / 1024.0:0.0} KiB");
}
