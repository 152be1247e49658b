using OciFs.References;

namespace OciFs.Stores.Archives;

/// <summary>The digests that names of members tell. They are claims.</summary>
internal static class MemberDigest
{
    // go-containerregistry (crane, kaniko) and Jib name a compressed layer by the digest of its bytes.
    private static readonly string[] LayerSuffixes = [".tar.gz", ".tgz", ".tar.zst"];

    /// <summary>The digest that a config's name tells: <c>HEX.json</c>, <c>sha256:HEX</c>, <c>blobs/sha256/HEX</c>; null where it tells none.</summary>
    public static Digest? OfConfig(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return OfBlob(path) ?? Parse(name.EndsWith(".json", StringComparison.Ordinal) ? name[..^5] : name);
    }

    /// <summary>The digest that a compressed layer's name tells of its bytes; null where it tells none.</summary>
    public static Digest? OfLayer(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var suffix = Array.Find(LayerSuffixes, suffix => name.EndsWith(suffix, StringComparison.Ordinal));
        return OfBlob(path) ?? (suffix is null ? null : Parse(name[..^suffix.Length]));
    }

    private static Digest? OfBlob(string path) => ArchivePath.TryClean(path)?.Split('/') is ["blobs", var algorithm, var hex]
        && Digest.TryParse($"{algorithm}:{hex}", out var digest) ? digest : null;

    private static Digest? Parse(string text) =>
        Digest.TryParse(text.Contains(':', StringComparison.Ordinal) ? text : $"sha256:{text}", out var digest) ? digest : null;
}
