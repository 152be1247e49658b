using System.Text.Json.Nodes;
using OciFs.References;
using OciFs.Stores;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores.Containerd;

/// <summary>A copy of what a real containerd left (tests/Fixtures/stores/make-containerd), to be read or damaged.</summary>
internal sealed class SampleRoot : IDisposable
{
    private readonly TempFolder _folder = new();

    public SampleRoot() => Tool.Run(_folder.Path, "tar", "--zstd", "-xf", Stored("containerd.tar.zst"));

    public string Path => _folder.Path;

    public string MetaFile => _folder["io.containerd.metadata.v1.bolt", "meta.db"];

    public string SnapshotFile => _folder["io.containerd.snapshotter.v1.overlayfs", "metadata.db"];

    public string Blobs => _folder["io.containerd.content.v1.content", "blobs", "sha256"];

    /// <summary>What ctr listed: namespace, name, type and digest.</summary>
    public static IEnumerable<string> Names(string owner) =>
        File.ReadLines(Stored("containerd.names")).Where(line => line.StartsWith(owner + " ", StringComparison.Ordinal)).Select(line => line[(owner.Length + 1)..]);

    /// <summary>The second of the two layers of an image, and the tars of both.</summary>
    public (LayerClaim Claim, DiffId[] DiffIds) Layer()
    {
        var manifest = Document(Names("default").First().Split(' ')[2]);
        var config = Document((string)manifest["config"]!["digest"]!);
        DiffId[] diffs = [.. config["rootfs"]!["diff_ids"]!.AsArray().Select(id => new DiffId(Digest.Parse((string)id!)))];
        var layer = manifest["layers"]![1]!;
        return (new LayerClaim(Digest.Parse((string)layer["digest"]!), (long)layer["size"]!, diffs[1], ChainId.Of(diffs)), diffs);
    }

    /// <summary>Removes the blob of <see cref="Layer"/>, which is unpacked too.</summary>
    public LayerClaim DiscardLayer()
    {
        var claim = Layer().Claim;
        File.Delete(System.IO.Path.Combine(Blobs, claim.Digest.Hex));
        return claim;
    }

    public void Dispose() => _folder.Dispose();

    private JsonNode Document(string digest) => JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Blobs, digest[7..])))!;

    private static string Stored(string name) => System.IO.Path.Combine(Fixtures.Root, "tests", "Fixtures", "stores", name);
}
