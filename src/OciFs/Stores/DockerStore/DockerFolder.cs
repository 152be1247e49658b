using OciFs.References;

namespace OciFs.Stores.DockerStore;

/// <summary>What Docker Engine keeps with one driver in a data root: names, configs, records of layers, files of layers.</summary>
/// <param name="Root">The data root.</param>
/// <param name="Driver">The driver.</param>
internal sealed record DockerFolder(string Root, DockerDriver Driver)
{
    /// <summary>The names.</summary>
    public StorePlace RepositoriesFile => new(Images, "repositories.json");

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
    public StorePlace ConfigOf(Digest image) => new(Images, Path.Combine("imagedb", "content", "sha256", image.Hex));

    /// <summary>The record of the image that one was built on.</summary>
    public StorePlace ParentOf(Digest image) => new(Images, Path.Combine("imagedb", "metadata", "sha256", image.Hex, "parent"));

    /// <summary>A record of a layer.</summary>
    public StorePlace RecordOf(ChainId layer, string file) => new(Images, Path.Combine("layerdb", "sha256", layer.Digest.Hex, file));

    /// <summary>The files of a layer.</summary>
    public StorePlace FilesOf(string cacheId) => new(Path.Combine(Root, Driver.Name), Driver.FolderOf(cacheId));
}
