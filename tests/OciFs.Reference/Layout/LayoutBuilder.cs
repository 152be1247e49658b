using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OciFs.Reference.Layout;

/// <summary>Writes an OCI image layout (image-spec image-layout.md) into a folder: blobs at once, index.json at last.</summary>
public sealed class LayoutBuilder(string folder)
{
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    public const string IndexType = "application/vnd.oci.image.index.v1+json";
    public const string ConfigType = "application/vnd.oci.image.config.v1+json";
    private const string NameAnnotation = "org.opencontainers.image.ref.name";

    private readonly JsonArray named = [];

    /// <summary>The layout's folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>"sha256:" and the hex digest of some bytes.</summary>
    public static string DigestOf(ReadOnlySpan<byte> bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The file that holds, or would hold, a blob.</summary>
    public string BlobPath(string digest) => Path.Combine(Folder, "blobs", digest.Replace(':', '/'));

    /// <summary>Keeps a blob under its digest.</summary>
    public Descriptor AddBlob(byte[] bytes, string mediaType) => AddBlobAs(DigestOf(bytes), bytes, mediaType);

    /// <summary>Keeps a blob under any digest, also one that is not its own.</summary>
    public Descriptor AddBlobAs(string digest, byte[] bytes, string mediaType)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(BlobPath(digest))!);
        File.WriteAllBytes(BlobPath(digest), bytes);
        return new Descriptor(mediaType, digest, bytes.Length);
    }

    public Descriptor AddDocument(JsonNode document, string mediaType) =>
        AddBlob(Encoding.UTF8.GetBytes(document.ToJsonString()), mediaType);

    /// <summary>Layers, config and manifest; the manifest's descriptor tells the platform.</summary>
    public BuiltImage AddImage(IEnumerable<LayerBlob> layers, ImagePlatform? platform = null)
    {
        platform ??= new ImagePlatform();
        var blobs = layers.ToArray();
        var diffIds = blobs.Select(layer => DigestOf(layer.Tar)).ToArray();
        var descriptors = blobs.Select(layer => AddBlob(layer.Bytes, layer.MediaType)).ToArray();
        var config = AddDocument(ImageConfig(platform, diffIds), ConfigType);
        return new BuiltImage(AddManifest(config, descriptors) with { Platform = platform }, config, descriptors, diffIds);
    }

    /// <summary>A manifest of whatever descriptors it is given.</summary>
    public Descriptor AddManifest(Descriptor config, IEnumerable<Descriptor> layers)
    {
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = config.ToJson(),
            ["layers"] = new JsonArray([.. layers.Select(layer => layer.ToJson())]),
        };
        return AddDocument(manifest, ManifestType);
    }

    /// <summary>An index, for images of several platforms.</summary>
    public Descriptor AddIndex(IEnumerable<Descriptor> manifests) =>
        AddDocument(Index([.. manifests.Select(item => item.ToJson())]), IndexType);

    /// <summary>Gives a manifest or an index a name; "" leaves it without one.</summary>
    public LayoutBuilder Name(string name, Descriptor descriptor)
    {
        var json = descriptor.ToJson();
        if (name.Length > 0)
            (json["annotations"] ??= new JsonObject())[NameAnnotation] = name;
        named.Add(json);
        return this;
    }

    /// <summary>Writes oci-layout and index.json.</summary>
    public LayoutBuilder Write()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "blobs", "sha256"));
        File.WriteAllText(Path.Combine(Folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        File.WriteAllText(Path.Combine(Folder, "index.json"), Index((JsonArray)named.DeepClone()).ToJsonString());
        return this;
    }

    internal static JsonObject Index(JsonArray manifests) =>
        new() { ["schemaVersion"] = 2, ["mediaType"] = IndexType, ["manifests"] = manifests };

    private static JsonObject ImageConfig(ImagePlatform platform, string[] diffIds)
    {
        var config = platform.ToJson();
        config["created"] = "2020-09-13T12:26:40Z";
        config["config"] = new JsonObject();
        config["rootfs"] = new JsonObject
        {
            ["type"] = "layers",
            ["diff_ids"] = new JsonArray([.. diffIds.Select(id => (JsonNode)id)]),
        };
        config["history"] = new JsonArray([.. diffIds.Select((_, i) => new JsonObject
        {
            ["created"] = "2020-09-13T12:26:40Z", ["created_by"] = $"layer {i}",
        })]);
        return config;
    }
}
