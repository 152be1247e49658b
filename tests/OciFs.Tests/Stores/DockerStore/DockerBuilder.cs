using System.Text;
using OciFs.References;
using OciFs.Stores;
using OciFs.Stores.DockerStore;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores.DockerStore;

/// <summary>A data root as Docker Engine writes it, for what the real one does not write.</summary>
internal sealed class DockerBuilder : IDisposable
{
    public const string Driver = "overlay2";

    private readonly TempFolder _folder = new();

    public DockerBuilder()
    {
        Directory.CreateDirectory(_folder["image", Driver, "imagedb", "content", "sha256"]);
        Directory.CreateDirectory(_folder["image", Driver, "imagedb", "metadata", "sha256"]);
        Directory.CreateDirectory(_folder["image", Driver, "layerdb", "sha256"]);
    }

    public string Path => _folder.Path;

    public string RepositoriesFile => _folder["image", Driver, "repositories.json"];

    public static Digest DigestOf(string text) => Digest.Compute(DigestAlgorithm.Sha256, Encoding.UTF8.GetBytes(text));

    public Digest AddImage(string config, Digest? parent = null)
    {
        var id = DigestOf(config);
        File.WriteAllText(ConfigFile(id), config);
        if (parent is { } below)
        {
            Directory.CreateDirectory(_folder["image", Driver, "imagedb", "metadata", "sha256", id.Hex]);
            File.WriteAllText(_folder["image", Driver, "imagedb", "metadata", "sha256", id.Hex, "parent"], below.ToString());
        }

        return id;
    }

    public string ConfigFile(Digest id) => _folder["image", Driver, "imagedb", "content", "sha256", id.Hex];

    public ChainId AddLayer(DiffId diffId, string cacheId, ChainId? parent = null)
    {
        var chain = parent is { } below ? new ChainId(DigestOf($"{below} {diffId}")) : new ChainId(diffId.Digest);
        var folder = Directory.CreateDirectory(_folder["image", Driver, "layerdb", "sha256", chain.Digest.Hex]).FullName;
        File.WriteAllText(System.IO.Path.Combine(folder, "diff"), diffId.ToString());
        File.WriteAllText(System.IO.Path.Combine(folder, "cache-id"), cacheId);
        if (parent is not null)
        {
            File.WriteAllText(System.IO.Path.Combine(folder, "parent"), parent.ToString());
        }

        return chain;
    }

    public void AddFiles(string cacheId) => File.WriteAllText(
        System.IO.Path.Combine(Directory.CreateDirectory(_folder[Driver, cacheId, "diff"]).FullName, "file"), "content");

    /// <summary>Writes the names: <c>repository</c>, full name, image.</summary>
    public DockerBuilder Name(params (string Repository, string Name, Digest Image)[] names)
    {
        var repositories = names.GroupBy(name => name.Repository, StringComparer.Ordinal).Select(
            group => $"\"{group.Key}\":{{{string.Join(',', group.Select(name => $"\"{name.Name}\":\"{name.Image}\""))}}}");
        WriteNames($"{{\"Repositories\":{{{string.Join(',', repositories)}}}}}");
        return this;
    }

    public void WriteNames(string text)
    {
        File.WriteAllText($"{RepositoriesFile}.new", text);
        File.Move($"{RepositoriesFile}.new", RepositoriesFile, overwrite: true);
    }

    public IStore Open() => DockerEngineStore.Open(Path, new());

    public void Dispose() => _folder.Dispose();
}
