using OciFs.Descriptors;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;
using OciFs.Stores.Containerd;
using OciFs.Tests.Stores.Tools;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Resolution;

public sealed class ContentGraphTests : IDisposable
{
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";
    private const string ArtifactType = "application/vnd.oci.artifact.manifest.v1+json";

    private static readonly string Nowhere = "sha256:" + new string('0', 64);

    private readonly LayoutBuilder _layout = new();

    public void Dispose() => _layout.Dispose();

    [Fact]
    public void Of_a_manifest_config_and_layers_in_their_order()
    {
        var config = Entry(ConfigType, _layout.Blob("{}"), 2);
        string[] layers = [Entry(LayerType, Nowhere, 7), Entry("application/x-other", _layout.Blob("b"), 1)];
        var children = ChildrenOf(Manifest(config, layers, $"\"subject\":{Entry(ManifestType, Nowhere, 5)}"));
        Assert.Equal(ContentKind.Manifest, children.Kind);
        Assert.Equal([2, 7, 1], children.Descriptors.Select(child => child.Size));
        Assert.Equal(5, children.Subject?.Size);
        Assert.Empty(children.Problems);
    }

    [Fact]
    public void Of_an_artifact_manifest_its_blobs()
    {
        var blob = _layout.Blob($$"""{"mediaType":"{{ArtifactType}}","blobs":[{{Entry("a/b", Nowhere, 3)}}]}""");
        var children = ChildrenOf(_layout.Entry(ArtifactType, blob));
        Assert.Equal(ContentKind.Manifest, children.Kind);
        Assert.Equal(3, Assert.Single(children.Descriptors).Size);
    }

    [Theory]
    [InlineData(ManifestType, """{"manifests":[]}""", ContentKind.Index)]
    [InlineData("", """{"manifests":[]}""", ContentKind.Index)]
    [InlineData("application/json", """{"rootfs":{}}""", ContentKind.Config)]
    [InlineData("application/octet-stream", "bytes", ContentKind.Unknown)]
    [InlineData("text/plain", "{}", ContentKind.Unknown)]
    [InlineData("application/vnd.other+json", """{"manifests":[]}""", ContentKind.Unknown)]
    [InlineData(ConfigType, """{"manifests":[]}""", ContentKind.Config)]
    [InlineData("application/vnd.oci.image.layer.v1.tar+gzip+encrypted", "x", ContentKind.Layer)]
    [InlineData("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip", "x", ContentKind.Layer)]
    public void The_shape_tells_where_the_type_leaves_room(string type, string text, ContentKind kind)
    {
        var children = ChildrenOf(_layout.Entry(type, _layout.Blob(text)));
        Assert.Equal(kind, children.Kind);
        Assert.Empty(children.Problems);
    }

    [Theory]
    [InlineData(ManifestType, "{}", "neither an index nor a manifest")]
    [InlineData(IndexType, "no JSON", "not sound JSON")]
    [InlineData(IndexType, """{"manifests":[],"layers":[]}""", "both an index and a manifest")]
    [InlineData(ManifestType, """{"schemaVersion":1,"fsLayers":[]}""", "schema 1")]
    [InlineData(IndexType, """{"manifests":[null]}""", "manifests[0]")]
    public void What_is_not_sound_is_told(string type, string text, string problem) =>
        Assert.Contains(problem, Assert.Single(ChildrenOf(_layout.Entry(type, _layout.Blob(text))).Problems), StringComparison.Ordinal);

    [Fact]
    public void What_is_missing_is_told_and_the_walk_goes_on()
    {
        var visits = Walk(Index(Entry(ManifestType, Nowhere, 9), _layout.Entry(ManifestType, _layout.Image())));
        Assert.Equal([0, 1, 1, 2, 2], visits.Select(visit => visit.Depth));
        Assert.Contains("does not have this blob", Assert.Single(visits[1].Children.Problems), StringComparison.Ordinal);
        Assert.All(visits.Where(visit => visit.Depth != 1), visit => Assert.Empty(visit.Children.Problems));
    }

    [Fact]
    public void What_a_manifest_lists_is_read_only_where_it_is_called_a_document()
    {
        var inner = _layout.Entry(ManifestType, _layout.Image());
        var visits = Walk(Manifest(Entry("", Nowhere, 2), [Entry("application/octet-stream", Nowhere, 1), inner]));
        Assert.Equal([0, 1, 1, 1, 2, 2], visits.Select(visit => visit.Depth));
        Assert.All(visits, visit => Assert.Empty(visit.Children.Problems));
    }

    [Fact]
    public void A_walk_skips_and_stops()
    {
        var image = _layout.Entry(ManifestType, _layout.Image());
        var index = Index(Index(image), image, image);
        Assert.Equal([0, 1, 1, 2, 2, 1, 2, 2], Walk(index, visit => visit.Parent is null || visit.Children.Kind is not ContentKind.Index ? WalkStep.Continue : WalkStep.Skip)
            .Select(visit => visit.Depth));

        var left = 4;
        Assert.Equal([0, 1, 2, 3], Walk(index, _ => --left == 0 ? WalkStep.Stop : WalkStep.Continue, WalkEnd.Stopped).Select(visit => visit.Depth));
    }

    [Fact]
    public void What_is_skipped_is_not_read()
    {
        using var store = new CountingStore(Open(Index(Entry(ManifestType, Nowhere, 9), _layout.Entry(ManifestType, _layout.Image()))));
        Assert.Equal(WalkEnd.Done, new ContentGraph(new DocumentReader(store)).Walk(
            store.List().Images[0].Target, visit => visit.Depth == 0 ? WalkStep.Continue : WalkStep.Skip));
        Assert.Single(store.Blobs);
    }

    [Fact]
    public void Depth_is_bounded_and_told()
    {
        var entry = _layout.Entry(ManifestType, _layout.Image());
        for (var i = 0; i < 16; i++)
        {
            entry = Index(entry);
        }

        Assert.All(Walk(entry), visit => Assert.Empty(visit.Children.Problems));
        var visits = Walk(Index(entry));
        Assert.Equal(17, visits.Count);
        Assert.Contains("an index 17 levels deep (at most 16)", Assert.Single(visits[^1].Children.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Manifests_that_list_manifests_end()
    {
        var entry = _layout.Entry(ManifestType, _layout.Image());
        for (var i = 0; i < 1000; i++)
        {
            entry = Manifest(Entry(ConfigType, Nowhere, 2), [entry]);
        }

        Assert.Equal(35, Walk(entry).Count);
    }

    [Fact]
    public void What_multiplies_ends_at_the_limit()
    {
        var entry = _layout.Entry(ManifestType, _layout.Image());
        for (var i = 0; i < 3; i++)
        {
            entry = Index([.. Enumerable.Repeat(entry, 1000)]);
        }

        Assert.Equal(Limits.DescriptorsPerWalk, Walk(entry, end: WalkEnd.LimitReached).Count);
    }

    [Fact]
    public void As_the_naive_reference_over_random_graphs()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            List<string> made = [Entry(LayerType, Nowhere, 3), Entry("application/x-other", Nowhere, 4), Entry(ManifestType, Nowhere, 5)];
            for (var i = 0; i < 12; i++)
            {
                var below = Enumerable.Range(0, random.Next(4)).Select(_ => made[random.Next(made.Count)]).ToArray();
                made.Add(random.Next(2) == 0 ? Index(below) : Manifest(Entry(ConfigType, Nowhere, 2), below));
            }

            var root = made[^1];
            var expected = new NaiveGraph(digest => File.Exists(_layout.BlobPath(digest)) ? File.ReadAllText(_layout.BlobPath(digest)) : null)
                .Walk(System.Text.Json.Nodes.JsonNode.Parse(root)!);
            Assert.Equal(expected, Walk(root).Select(visit => $"{visit.Depth} {visit.Descriptor.Digest}"), StringComparer.Ordinal);
        }
    }

    [Fact]
    public void The_children_that_containerd_has_labelled()
    {
        using var sample = new StoreSample("containerd-forky");
        using var store = ContainerdStore.Open(sample.Path, new StoreOptions());
        var graph = new ContentGraph(new DocumentReader(store));
        foreach (var line in sample.Said("children").Select(line => line.Split(' ')))
        {
            var digest = Digest.Parse(line[0]);
            Assert.True(store.TryGetBlobSize(digest, out var size));
            var children = graph.ChildrenOf(new Descriptor(string.Empty, digest, size));
            Assert.Empty(children.Problems);
            Assert.Equal(line[1..], children.Descriptors.Select(child => child.Digest.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        }
    }

    private string Index(params string[] entries) => _layout.Entry(IndexType, _layout.Blob(IndexOf(entries)));

    private string Manifest(string config, string[] layers, string more = "\"x\":0") =>
        _layout.Entry(ManifestType, _layout.Blob($$"""{"schemaVersion":2,{{more}},"config":{{config}},"layers":[{{string.Join(',', layers)}}]}"""));

    private OciLayoutStore Open(string entry)
    {
        _layout.Index(entry);
        return OciLayoutStore.Open(_layout.Path);
    }

    private ContentChildren ChildrenOf(string entry)
    {
        using var store = Open(entry);
        return new ContentGraph(new DocumentReader(store)).ChildrenOf(store.List().Images[0].Target);
    }

    private List<ContentVisit> Walk(string entry, Func<ContentVisit, WalkStep>? step = null, WalkEnd end = WalkEnd.Done)
    {
        using var store = Open(entry);
        var visits = new List<ContentVisit>();
        Assert.Equal(end, new ContentGraph(new DocumentReader(store)).Walk(store.List().Images[0].Target, visit =>
        {
            visits.Add(visit);
            _ = visit.Children;
            return step?.Invoke(visit) ?? WalkStep.Continue;
        }));
        return visits;
    }
}
