using System.Text;
using System.Text.Json.Nodes;
using OciFs.References;
using OciFs.Stores.ContainersStorage;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores.ContainersStorage;

/// <summary>A storage root as containers/storage writes it, for what real tools do not write. Files are replaced as it does.</summary>
internal sealed class StorageBuilder : IDisposable
{
    public const string Driver = "overlay";

    private readonly TempFolder _folder = new();
    private readonly JsonArray _images = [];
    private readonly JsonArray _layers = [];

    public StorageBuilder()
    {
        Directory.CreateDirectory(_folder[$"{Driver}-images"]);
        Directory.CreateDirectory(_folder[$"{Driver}-layers"]);
    }

    public string Path => _folder.Path;

    public string ImagesFile => _folder[$"{Driver}-images", "images.json"];

    public string LayersFile => _folder[$"{Driver}-layers", "layers.json"];

    /// <summary>An ID made of a word.</summary>
    public static string IdOf(string word) => Digest.Compute(DigestAlgorithm.Sha256, Encoding.UTF8.GetBytes(word)).Hex;

    /// <summary>Adds an image whose manifest is the text.</summary>
    public Digest AddImage(string id, string manifest, string[]? names = null, string? layer = null, bool withManifest = true, string? origins = null)
    {
        var digest = Digest.Compute(DigestAlgorithm.Sha256, Encoding.UTF8.GetBytes(manifest));
        var record = new JsonObject
        {
            ["id"] = id,
            ["names"] = new JsonArray([.. (names ?? []).Select(name => (JsonNode)name)]),
            ["layer"] = layer,
        };
        if (withManifest)
        {
            record["big-data-digests"] = new JsonObject
            {
                ["manifest"] = digest.ToString(),
                [$"manifest-{digest}"] = digest.ToString(),
            };
            record["big-data-sizes"] = new JsonObject { ["manifest"] = manifest.Length, [$"manifest-{digest}"] = manifest.Length };
        }

        if (origins is not null)
        {
            record["big-data-digests"]![BigDataName.InstanceOrigins] = Digest.Compute(DigestAlgorithm.Sha256, Encoding.UTF8.GetBytes(origins)).ToString();
            record["big-data-sizes"]![BigDataName.InstanceOrigins] = origins.Length;
            File.WriteAllText(System.IO.Path.Combine(Directory.CreateDirectory(_folder[$"{Driver}-images", id]).FullName, BigDataName.InstanceOrigins), origins);
        }

        _images.Add(record);
        if (!id.Contains('/', StringComparison.Ordinal))
        {
            Directory.CreateDirectory(_folder[$"{Driver}-images", id]);
            File.WriteAllText(_folder[$"{Driver}-images", id, "manifest"], manifest);
            File.WriteAllText(_folder[$"{Driver}-images", id, BigDataName.FileOf($"manifest-{digest}")], manifest);
        }

        return digest;
    }

    /// <summary>Adds a layer's record.</summary>
    public StorageBuilder AddLayer(string id, DiffId? diffId, string? parent = null, JsonObject? flags = null)
    {
        _layers.Add(new JsonObject { ["id"] = id, ["parent"] = parent, ["diff-digest"] = diffId?.ToString(), ["flags"] = flags });
        return this;
    }

    /// <summary>Makes a layer's folder with a file in it.</summary>
    public string AddFiles(string id, string file = "file")
    {
        var folder = Directory.CreateDirectory(_folder[Driver, id, "diff"]).FullName;
        File.WriteAllText(System.IO.Path.Combine(folder, file), "content");
        return folder;
    }

    public void RemoveImages() => _images.Clear();

    /// <summary>Writes the records.</summary>
    public StorageBuilder Save()
    {
        Replace(ImagesFile, _images.ToJsonString());
        Replace(LayersFile, _layers.ToJsonString());
        return this;
    }

    public static void Replace(string file, string text)
    {
        File.WriteAllText($"{file}.new", text);
        File.Move($"{file}.new", file, overwrite: true);
    }

    public ContainersStorageStore Open() => ContainersStorageStore.Open(Path, new());

    public void Dispose() => _folder.Dispose();
}
