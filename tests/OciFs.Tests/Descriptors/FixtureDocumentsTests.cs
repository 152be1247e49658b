using System.Text.Json.Nodes;
using OciFs.Descriptors;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Descriptors;

/// <summary>What jq reads of real documents is what we read.</summary>
public sealed class FixtureDocumentsTests
{
    private const string Fields = """
        def pairs: . // {} | to_entries | map("\(.key)=\(.value)") | sort | join(",");
        def d: if . == null then null else [.mediaType // "", .digest, .size, (.annotations | pairs), .artifactType, (.urls // [])] end;
        if .manifests then ["index", .mediaType // "", (.manifests | map(d))]
        elif .layers or .blobs
        then ["manifest", .mediaType // "", (.config | d), ((.layers // .blobs) | map(d)), (.subject | d), .artifactType]
        elif .rootfs
        then ["config", .os, .architecture, .variant, .["os.version"], .rootfs.diff_ids,
          (.history // [] | map([.created_by, .empty_layer // false])), .config.Env // [], .config.Cmd // [], .config.Entrypoint // [],
          .config.Labels // {}, .config.User // "", .config.WorkingDir // ""]
        else ["other"] end
        """;

    public static TheoryData<string> Documents()
    {
        var documents = Directory.EnumerateFiles(Fixtures.Layout(string.Empty), "*", SearchOption.AllDirectories)
            .Where(file => File.ReadAllBytes(file) is [(byte)'{', ..])
            .Select(file => Path.GetRelativePath(Fixtures.Layout(string.Empty), file));
        return [.. documents];
    }

    [Fact]
    public void All_are_read_as_jq_reads_them()
    {
        string[] documents = [.. Documents().Select(row => row.Data)];
        var expected = Tool.Lines(Tool.Run(Fixtures.Layout(string.Empty), "jq", ["-c", Fields, .. documents]));
        Assert.Equal(documents.Length, expected.Length);
        Assert.True(documents.Length > 100);
        for (var i = 0; i < documents.Length; i++)
        {
            var ours = Read(documents[i]);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected[i]), ours), $"{documents[i]}: {expected[i]} but {ours}");
        }
    }

    private static JsonArray Read(string document)
    {
        var raw = File.ReadAllBytes(Fixtures.Layout(document));
        switch (DocumentShape.Of(raw, document))
        {
            case DocumentKind.Index:
                var index = ImageIndex.Parse(raw, document);
                return ["index", index.MediaType, Of(index.Manifests)];
            case DocumentKind.Manifest:
                var manifest = ImageManifest.Parse(raw, document);
                return ["manifest", manifest.MediaType, Of(manifest.Config), Of(manifest.Layers), Of(manifest.Subject), manifest.ArtifactType];
            case DocumentKind.Config:
                var config = ImageConfig.Parse(raw, document);
                JsonArray history = [.. config.History.Select(step => new JsonArray(step.CreatedBy, step.EmptyLayer))];
                return
                [
                    "config", config.Os, config.Architecture, config.Variant, config.OsVersion,
                    Of(config.DiffIds.Select(id => id.ToString())), history, Of(config.Config.Env), Of(config.Config.Cmd), Of(config.Config.Entrypoint),
                    new JsonObject(config.Config.Labels.Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, label.Value))),
                    config.Config.User, config.Config.WorkingDir,
                ];
            default:
                return ["other"];
        }
    }

    private static JsonArray Of(IEnumerable<Descriptor> descriptors) => [.. descriptors.Select(Of)];

    private static JsonArray Of(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    private static JsonArray? Of(Descriptor? descriptor) => descriptor is null ? null :
    [
        descriptor.MediaType, descriptor.Digest.ToString(), descriptor.Size,
        string.Join(',', descriptor.Annotations.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)),
        descriptor.ArtifactType, Of(descriptor.Urls),
    ];
}
