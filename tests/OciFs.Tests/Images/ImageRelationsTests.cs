using OciFs.Descriptors;
using OciFs.Images;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Tests.Stores.Tools;
using static OciFs.Tests.Stores.Tools.LayoutBuilder;

namespace OciFs.Tests.Images;

/// <summary>Which image was made upon which, beside what Podman 5 and Docker 28 said of stores that they left.</summary>
public sealed class ImageRelationsTests : IDisposable
{
    private const string LayerType = "application/vnd.oci.image.layer.v1.tar";

    // By the first digits of the child's ID: the parent that we tell instead, and why.
    private static readonly Dictionary<string, (string Parent, string Reason)> Differences = new(StringComparer.Ordinal)
    {
        ["3a4e1f90fe18"] = ("c5f88047f655810ba73ca5b676efde9fa005d7675990788b4bad1ac4e9fe1e91", "a step that was built upon is not listed: the nearest that is"),
    };

    private readonly LayoutBuilder _layout = new();
    private readonly List<string> _entries = [];

    public void Dispose() => _layout.Dispose();

    [Theory]
    [InlineData("podman-forky", "containers-storage:", 23)]
    [InlineData("docker-forky", "docker-store:", 14)]
    [InlineData("docker-ctrd-forky", "docker-store:", 14)]
    public void As_the_tool_says(string name, string transport, int images)
    {
        using var sample = new StoreSample(name);
        using var store = ImageStore.Open(transport + sample.Path, Options());
        var relations = store.Relations();
        var compared = 0;
        foreach (var row in sample.Said("images").Select(line => line.Split('\t')))
        {
            var image = store.Images.First(image => IdOf(image) == row[0]);
            var parent = relations.Parent(image) is { } found ? IdOf(found) : "-";
            Assert.Equal((row[0], Differences.TryGetValue(row[0][..12], out var ours) ? ours.Parent : row[1]), (row[0], parent));
            Assert.Equal(name.StartsWith("docker", StringComparison.Ordinal) ? row[1] : "-", image.RecordedParent?.Hex ?? "-");
            compared++;
        }

        Assert.Equal(images, compared);
    }

    [Fact]
    public void The_nearest_whose_layers_and_history_begin_it()
    {
        Add("base", [1], "a");
        Add("same-layers", [1], "a", "ENV");
        Add("two", [1, 2], "a", "b");
        Add("far", [1, 2, 3, 4], "a", "b", "c", "d");
        Add("other-history", [1, 2, 5], "x", "b", "c");
        Add("squashed", [1, 2, 6]);
        Add("no-history", [9]);
        Add("on-no-history", [9, 8], "p", "q");
        Add("scratch", []);
        Add("nothing-but-a-step", [], "LABEL");
        Add("on-a-step", [7], "LABEL", "c");
        Assert.Equal(
            """
            base -
            far two
            no-history -
            nothing-but-a-step -
            on-a-step nothing-but-a-step
            on-no-history no-history
            other-history -
            same-layers base
            scratch -
            squashed two
            two base
            """.ReplaceLineEndings("\n").Split('\n'),
            Parents(),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Children_heads_and_images_on_a_layer()
    {
        Add("base", [1], "a");
        Add("again", [1], "a");
        Add("left", [1, 2], "a", "b");
        Add("right", [1, 3], "a", "c");
        using var store = Open();
        var relations = store.Relations();
        var image = store.Get("base");
        Assert.Equal(["left", "right"], relations.Children(image).Select(child => child.Name), StringComparer.Ordinal);
        Assert.Equal(["left", "right"], relations.Children(store.Get("again")).Select(child => child.Name), StringComparer.Ordinal);
        Assert.Equal(["left", "right"], relations.Heads.Select(head => head.Name), StringComparer.Ordinal);
        Assert.Equal(["base", "again"], relations.ImagesOn(image.DefaultPlatform!.ChainId!.Value).Select(on => on.Name), StringComparer.Ordinal);
        Assert.Empty(relations.ImagesOn(new ChainId(image.Target.Digest)));
    }

    [Fact]
    public void As_the_naive_reference_over_random_images()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var images = Enumerable.Range(0, 12).Select(_ => new NaiveImage(Numbers(random), Numbers(random))).ToArray();
            var configs = images.Select(image => image.Config()).ToArray();
            var parents = Lineage.Parents(configs, [.. images.Select(_ => -1)]);
            for (var i = 0; i < images.Length; i++)
            {
                var best = images.Where(images[i].IsMadeUpon).OrderByDescending(parent => parent.Layers.Length).ThenByDescending(parent => parent.Steps.Length).FirstOrDefault();
                Assert.Equal(best is null, parents[i] < 0);
                if (best is not null)
                {
                    var parent = images[parents[i]];
                    Assert.Equal(best.Layers, parent.Layers);
                    Assert.Equal(images[i].Steps.Length == 0 ? parent.Steps : best.Steps, parent.Steps);
                }
            }
        }

        static int[] Numbers(Random random) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(2))];
    }

    [Theory]
    [InlineData(new[] { 0 }, new[] { -1 })]
    [InlineData(new[] { 1, 2, 0, 1 }, new[] { 1, 2, -1, 1 })]
    [InlineData(new[] { -1, 2, 1 }, new[] { -1, 2, -1 })]
    public void Records_that_lead_in_a_circle_are_cut(int[] recorded, int[] parents) =>
        Assert.Equal(parents, Lineage.Parents([.. recorded.Select((_, i) => new NaiveImage([i], [i + 9]).Config())], recorded));

    private void Add(string name, int[] layers, params string[] steps)
    {
        var diffIds = layers.Select(layer => $"\"sha256:{layer:x64}\"");
        var history = steps.Select(step => $"{{\"created_by\":\"{step}\"{(step.Any(char.IsUpper) ? ",\"empty_layer\":true" : string.Empty)}}}");
        var config = $$$"""{"os":"linux","architecture":"amd64","rootfs":{"diff_ids":[{{{string.Join(',', diffIds)}}}]},"history":[{{{string.Join(',', history)}}}]}""";
        var blobs = layers.Select(layer => Entry(LayerType, $"sha256:{layer:x64}", 1));
        var manifest = _layout.Blob($$"""{"config":{{_layout.Entry(ConfigType, _layout.Blob(config))}},"layers":[{{string.Join(',', blobs)}}]}""");
        _entries.Add(_layout.Entry(ManifestType, manifest, Named(name)));
    }

    private string[] Parents()
    {
        using var store = Open();
        var relations = store.Relations();
        return [.. store.Images.Select(image => $"{image.Name} {relations.Parent(image)?.Name ?? "-"}").Order(StringComparer.Ordinal)];
    }

    private ImageStore Open()
    {
        _layout.Index(_entries);
        return ImageStore.Open($"oci:{_layout.Path}", Options());
    }

    // With the containerd image store Docker calls images by what their names point at.
    private static string IdOf(Image image) => image.Named.Id is null ? image.Target.Digest.Hex : image.Named.Id;

    private static bool Begins(int[] shorter, int[] longer) => shorter.Length <= longer.Length && longer.AsSpan().StartsWith(shorter);

    private static ImageStoreOptions Options() => new() { Platform = PlatformName.Parse("linux/amd64"), Cache = null };

    private sealed record NaiveImage(int[] Layers, int[] Steps)
    {
        public bool IsMadeUpon(NaiveImage parent)
        {
            var hasLayer = Layers.Length > parent.Layers.Length;
            var sameHistory = parent.Steps.Length == 0 || Steps.Length == 0
                ? hasLayer && parent.Layers.Length > 0
                : Begins(parent.Steps, Steps) && (hasLayer || Steps.Length > parent.Steps.Length);
            return sameHistory && Begins(parent.Layers, Layers);
        }

        public ImageConfig Config() => new()
        {
            Raw = default,
            DiffIds = [.. Layers.Select(layer => new DiffId(Digest.Parse($"sha256:{layer:x64}")))],
            History = [.. Steps.Select(step => new ImageHistory { CreatedBy = $"{step}" })],
        };
    }
}
