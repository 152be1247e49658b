using OciFs.References;

namespace OciFs.Stores.DockerStore;

/// <summary>What Docker Engine keeps with one driver in a data root: names, configs, records of layers, files of layers.</summary>
/// <param name="Root">The data root.</param>
/// <param name="Driver">The driver.</param>
internal sealed record DockerFolder(string Root, DockerDriver Driver)
{
    /// <summary>The names.</summary>
    public string RepositoriesFile => Path.Combine(Images, "repositories.json");

    /// <summary>The folder of the configs, each under its digest, which is the image ID.</summary>
    public string Configs => Path.Combine(Images, "imagedb", "content", "sha256");

    /// <summary>The folder of what else is known of images, a folder for each.</summary>
    public string Metadata => Path.Combine(Images, "imagedb", "metadata", "sha256");

    /// <summary>The folder of the layers' records, a folder for each chain ID.</summary>
    public string Layers => Path.Combine(Images, "layerdb", "sha256");

    /// <summary>Whether the driver has been used here.</summary>
    public bool Exists => Directory.Exists(Path.Combine(Images, "imagedb"));

    private string Images => Path.Combine(Root, "image", Driver.Name);

    /// <summary>The config of an image.</summary>
    public string ConfigOf(Digest image) => Path.Combine(Configs, image.Hex);

    /// <summary>The files of a layer.</summary>
    public string FilesOf(string cacheId) => Path.Combine(Root, Driver.FolderOf(cacheId));
}
