using System.Text.Json;
using OciFs.References;

namespace OciFs.Stores.ContainersStorage;

/// <summary>The layers of one <c>layers.json</c> or <c>volatile-layers.json</c>. Immutable.</summary>
internal sealed class LayerTable
{
    private readonly Dictionary<string, StoredLayerRecord> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, List<StoredLayerRecord>> _byDigest = [];

    private LayerTable()
    {
    }

    /// <summary>What there is without a file.</summary>
    public static LayerTable Empty { get; } = new();

    /// <summary>Whether a layer is still being unpacked.</summary>
    public bool HasIncomplete { get; private set; }

    /// <summary>Reads the file's bytes.</summary>
    /// <exception cref="OciFsException">They are no records.</exception>
    public static LayerTable Parse(byte[] raw, string path)
    {
        var table = new LayerTable();
        foreach (var record in StorageJson.Read(raw, StorageJson.Default.LayerRecordJsonArray, path))
        {
            // What has no plain name has no folder: it is as if it were not there, and who needs it is told that it is missing.
            if (record is not null && StoreName.IsPlain(record.Id))
            {
                table.Add(record);
            }
        }

        return table;
    }

    /// <summary>The layer of an ID; null where there is none.</summary>
    public StoredLayerRecord? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>The whole layers of a digest, be it of their tar or of the blob that they came from.</summary>
    public IReadOnlyList<StoredLayerRecord> Find(Digest digest) => _byDigest.TryGetValue(digest, out var layers) ? layers : [];

    private void Add(LayerRecordJson record)
    {
        var incomplete = record.Flags?.Incomplete.ValueKind is JsonValueKind.True;
        var expected = record.Flags is { } flags ? StorageJson.TextOf(flags.ExpectedDiffId) : null;
        var layer = new StoredLayerRecord(record.Id!, StoreName.IsPlain(record.Parent) ? record.Parent : null, incomplete)
        {
            DiffId = Digest.TryParse(record.DiffDigest, out var diff) ? new DiffId(diff) : null,
        };
        if (!_byId.TryAdd(layer.Id, layer))
        {
            return;
        }

        HasIncomplete |= incomplete;
        if (incomplete)
        {
            return;
        }

        AddDigest(record.DiffDigest, layer);
        AddDigest(expected, layer);
        AddDigest(record.CompressedDiffDigest, layer);
    }

    private void AddDigest(string? text, StoredLayerRecord layer)
    {
        if (!Digest.TryParse(text, out var digest))
        {
            return;
        }

        if (!_byDigest.TryGetValue(digest, out var layers))
        {
            _byDigest.Add(digest, layers = new List<StoredLayerRecord>(1));
        }

        // A layer's digests may be the same one; they come one after the other.
        if (layers.Count == 0 || !ReferenceEquals(layers[^1], layer))
        {
            layers.Add(layer);
        }
    }
}
