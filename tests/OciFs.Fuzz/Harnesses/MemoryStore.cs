using System.Text;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Fuzz.Harnesses;

/// <summary>A store in memory with one image of two layers.</summary>
internal sealed class MemoryStore : IStore
{
    private readonly Dictionary<Digest, byte[]> _blobs = [];
    private readonly StoreListing _listing;

    public MemoryStore(IReadOnlyList<byte[]> layers)
    {
        var diffIds = string.Join(',', layers.Select(layer => $"\"{DigestOf(layer)}\""));
        var descriptors = string.Join(',', layers.Select(layer => Describe(Add(layer))));
        var config = AddText($$"""{ "os": "linux", "architecture": "amd64", "rootfs": { "diff_ids": [{{diffIds}}] } }""");
        var manifest = AddText($$"""{ "config": {{Describe(config)}}, "layers": [{{descriptors}}] }""");
        var index = ImageIndex.Parse(Encoding.UTF8.GetBytes($$"""{ "manifests": [{{Describe(manifest)}}] }"""), "memory");
        _listing = new StoreListing { Images = [new NamedImage("image:1", index.Manifests[0])] };
    }

    public string Source => "memory";

    public StoreTraits Traits => StoreTraits.None;

    public StoreListing List() => _listing;

    public IBlob OpenBlob(Digest digest) =>
        _blobs.TryGetValue(digest, out var bytes) ? new ArrayBlob(bytes) : throw new OciFsException(OciFsError.NotFound, $"{digest}: not there");

    public IReadOnlyList<BlobInfo> ListBlobs() => [.. _blobs.Select(blob => new BlobInfo(blob.Key, blob.Value.Length))];

    public bool TryGetBlobSize(Digest digest, out long size)
    {
        size = _blobs.GetValueOrDefault(digest, []).Length;
        return _blobs.ContainsKey(digest);
    }

    public LayerForm FormOf(in LayerClaim layer) => TryGetBlobSize(layer.Digest, out _) ? LayerForm.Blob : LayerForm.Missing;

    public StoredLayer OpenLayer(in LayerClaim layer) => StoredLayer.OfBlob(this, layer);

    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => null;

    public void Dispose()
    {
    }

    private static Digest DigestOf(byte[] bytes) =>
        Digest.Parse("sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));

    private Digest Add(byte[] bytes)
    {
        _blobs[DigestOf(bytes)] = bytes;
        return DigestOf(bytes);
    }

    private Digest AddText(string text) => Add(Encoding.UTF8.GetBytes(text));

    private string Describe(Digest digest) => $$"""{"mediaType":"","digest":"{{digest}}","size":{{_blobs[digest].Length}} }""";
}
