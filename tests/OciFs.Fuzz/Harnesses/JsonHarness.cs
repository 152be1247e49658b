using System.Text;
using OciFs.Descriptors;
using OciFs.Descriptors.Json;
using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Mutate;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Fuzz.Harnesses;

/// <summary>A JSON document, read as each kind there is: a value, or <see cref="OciFsException"/>.</summary>
internal sealed class JsonHarness : Harness
{
    public override string Name => "json";

    private static byte[] SchemaOneManifest => """
        {"schemaVersion":1,"name":"a","tag":"b","architecture":"amd64","fsLayers":[{"blobSum":"sha256:0000000000000000000000000000000000000000000000000000000000000000"},
        {"blobSum":"sha256:0000000000000000000000000000000000000000000000000000000000000001"}],"history":[{"v1Compatibility":"{\"id\":\"b\",\"parent\":\"a\",\"os\":\"linux\",\"config\":{\"Cmd\":[\"x\"]}}"},
        {"v1Compatibility":"{\"id\":\"a\",\"throwaway\":true,\"created\":\"2015-01-01T00:00:00Z\"}"}],
        "signatures":[{"header":{"alg":"ES256"},"signature":"AA","protected":"eyJmb3JtYXRMZW5ndGgiOjEwMCwiZm9ybWF0VGFpbCI6IkNuMCJ9"}]}
        """u8.ToArray();

    public override IReadOnlyList<byte[]> Words => JsonMutations.Words;

    public override IReadOnlyList<Mutation> Mutations => JsonMutations.All;

    public override IEnumerable<byte[]> Seeds()
    {
        yield return SchemaOneManifest;
        foreach (var layout in (string[])["platforms", "artifacts", "refs", "sha512"])
        {
            var folder = Path.Combine(Repository.Root, "tests", "Fixtures", "layouts", layout);
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                if (File.ReadAllBytes(file) is { Length: > 0 and < 8 << 10 } bytes && bytes[0] == '{')
                    yield return bytes;
            }
        }
    }

    public override void Run(byte[] input)
    {
        Try(() => DocumentShape.Of(input, "here"));
        Try(() => CheckData(ImageManifest.Parse(input, "here")));
        Try(() => SchemaOne.DigestOfPayload(DigestAlgorithm.Sha256, input));
        Try(() => ImageConfig.Parse(input, "here"));
        Try(() => ImageIndex.Parse(input, "here"));
        Try(() => DocumentJson.Read(input, DocumentJson.Default.LayoutJson, "here"));
        Try(() => CheckNames(ImageIndex.Parse(input, "here", [])));
    }

    private static void Try(Action parse)
    {
        try
        {
            parse();
        }
        catch (OciFsException error)
        {
            if (!error.Message.StartsWith("here", StringComparison.Ordinal))
                throw new FindingException($"an error that does not say where: {error.Message}");
        }
    }

    /// <summary>What a descriptor brings is shown without another look at its digest.</summary>
    private static void CheckData(ImageManifest manifest)
    {
        foreach (var layer in manifest.Layers)
        {
            if (layer.Data is { } data && (data.Length != layer.Size || Digest.Compute(layer.Digest.Algorithm, data.Span) != layer.Digest))
                throw new FindingException($"data that is not what its descriptor says: {layer.Digest}");
        }
    }

    /// <summary>Names come from documents too: each becomes a folder of its own, and leads back.</summary>
    private static void CheckNames(ImageIndex index)
    {
        var images = ImageNaming.Unique(index.Manifests, target => target.Annotations.GetValueOrDefault(AnnotationKeys.RefName));
        var segments = new HashSet<string>(StringComparer.Ordinal);
        foreach (var image in images)
        {
            var segment = PathSegment.Encode(image.Name);
            if (!segments.Add(segment) || segment is "" or "." or ".." || segment.AsSpan().ContainsAny('/', '\0') || Encoding.UTF8.GetByteCount(segment) > 255)
                throw new FindingException($"a name that is no folder of its own: {image.Name} gives {segment}");
        }
    }
}
