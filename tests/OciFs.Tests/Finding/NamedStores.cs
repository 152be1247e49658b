using System.Text.Json.Nodes;
using OciFs.Images;
using OciFs.References;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Finding;

/// <summary>What real stores have of names and documents (tests/Fixtures/stores/make-names), and what their own tools said of them.</summary>
internal sealed class NamedStores : IDisposable
{
    private readonly TempFolder _folder = new();

    public NamedStores() => Tool.Run(_folder.Path, "tar", "--zstd", "-xf", Path.Combine(Fixtures.Root, "tests", "Fixtures", "stores", "names.tar.zst"));

    /// <summary>The transport and the folder of each.</summary>
    private static readonly Dictionary<string, string> Transports = new(StringComparer.Ordinal)
    {
        ["podman-overlay"] = "containers-storage",
        ["podman-vfs"] = "containers-storage",
        ["docker-overlay2"] = "docker-store",
        ["docker-containerd"] = "docker-store",
        ["containerd"] = "containerd",
    };

    public static IEnumerable<string> Names => Transports.Keys;

    public string SourceOf(string store) => $"{Transports[store]}:{_folder[store]}";

    /// <summary>Opens one for this platform, and no configuration of this machine.</summary>
    public ImageStore Open(string store, string? owner = null) => ImageStore.Open(SourceOf(store), new ImageStoreOptions
    {
        Platform = PlatformName.Parse("linux/amd64"),
        Namespace = owner,
        Cache = null,
        ShortNames = store.StartsWith("podman", StringComparison.Ordinal) ? OciFs.Finding.ShortNames.None : null,
    });

    /// <summary>What the tool told of each image.</summary>
    public JsonObject[] Said(string store) => [.. JsonNode.Parse(File.ReadAllText(_folder[$"{store}.json"]))!.AsArray().Select(image => image!.AsObject())];

    public void Dispose() => _folder.Dispose();
}
