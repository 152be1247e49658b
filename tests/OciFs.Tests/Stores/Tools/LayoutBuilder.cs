using System.Security.Cryptography;
using System.Text;

namespace OciFs.Tests.Stores.Tools;

/// <summary>Writes an OCI image layout, sound or not. Knows nothing of the code that is tested.</summary>
internal sealed class LayoutBuilder : IDisposable
{
    public const string IndexType = "application/vnd.oci.image.index.v1+json";
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    public const string ConfigType = "application/vnd.oci.image.config.v1+json";

    private readonly TempFolder _folder = new();

    public LayoutBuilder()
    {
        Directory.CreateDirectory(_folder["blobs", "sha256"]);
        File.WriteAllText(_folder["oci-layout"], """{"imageLayoutVersion":"1.0.0"}""");
        Index();
    }

    public string Path => _folder.Path;

    public string IndexPath => _folder["index.json"];

    /// <summary>Writes <c>index.json</c> with these entries.</summary>
    public LayoutBuilder Index(params IEnumerable<string> entries)
    {
        File.WriteAllText(IndexPath, IndexOf(entries));
        return this;
    }

    /// <summary>Writes a blob under the digest that it should have.</summary>
    public string Blob(string text) => Blob(Encoding.UTF8.GetBytes(text));

    public string Blob(byte[] bytes)
    {
        var hex = Convert.ToHexStringLower(SHA256.HashData(bytes));
        File.WriteAllBytes(BlobPath($"sha256:{hex}"), bytes);
        return $"sha256:{hex}";
    }

    public string BlobPath(string digest) => _folder["blobs", digest.Split(':')[0], digest.Split(':')[1]];

    /// <summary>An entry that describes a blob as it is there.</summary>
    public string Entry(string mediaType, string digest, string more = "") =>
        Entry(mediaType, digest, new FileInfo(BlobPath(digest)).Length, more);

    public static string Entry(string mediaType, string digest, long size, string more = "") =>
        $$"""{"mediaType":"{{mediaType}}","digest":"{{digest}}","size":{{size}}{{(more.Length > 0 ? "," + more : "")}}}""";

    public static string Named(string name) => $$"""
        "annotations":{"org.opencontainers.image.ref.name":"{{name}}"}
        """;

    public static string IndexOf(params IEnumerable<string> entries) =>
        $$"""{"schemaVersion":2,"manifests":[{{string.Join(',', entries)}}]}""";

    /// <summary>Writes config and manifest of an image without content and gives the manifest's digest.</summary>
    public string Image(
        string os = "linux", string architecture = "amd64", int layers = 1, string? config = null, string configType = ConfigType)
    {
        var diffIds = Enumerable.Range(0, layers).Select(i => $"\"sha256:{Convert.ToHexStringLower(SHA256.HashData([(byte)i]))}\"");
        var configDigest = Blob(config ?? $$$"""
            {"os":"{{{os}}}","architecture":"{{{architecture}}}","rootfs":{"diff_ids":[{{{string.Join(',', diffIds)}}}]}}
            """);
        var layerEntries = Enumerable.Range(0, layers).Select(i => Entry("application/vnd.oci.image.layer.v1.tar", Blob([(byte)i])));
        return Blob($$"""{"schemaVersion":2,"config":{{Entry(configType, configDigest)}},"layers":[{{string.Join(',', layerEntries)}}]}""");
    }

    public void Dispose() => _folder.Dispose();
}
