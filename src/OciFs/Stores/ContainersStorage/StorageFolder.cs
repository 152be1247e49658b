namespace OciFs.Stores.ContainersStorage;

/// <summary>What one driver keeps in a storage root: records of images and layers, documents of images, files of layers.</summary>
/// <param name="Root">The storage root.</param>
/// <param name="Driver">The driver.</param>
internal sealed record StorageFolder(string Root, StorageDriver Driver)
{
    /// <summary>The records of the images.</summary>
    public StorePlace ImagesFile => new(Images, "images.json");

    /// <summary>The records of the layers.</summary>
    public StorePlace LayersFile => new(Layers, "layers.json");

    /// <summary>The records of layers that need not outlive a restart of the machine: those of containers, as a rule.</summary>
    public StorePlace VolatileLayersFile => new(Layers, "volatile-layers.json");

    private string Images => Path.Combine(Root, $"{Driver.Name}-images");

    private string Layers => Path.Combine(Root, $"{Driver.Name}-layers");

    /// <summary>Whether the driver has been used here.</summary>
    public bool Exists => Directory.Exists(Images);

    /// <summary>A document of an image.</summary>
    /// <param name="image">ID of the image.</param>
    /// <param name="file">Name of its file: <see cref="BigDataName.FileOf"/>.</param>
    public StorePlace DocumentOf(string image, string file) => new(Images, Path.Combine(image, file));

    /// <summary>The files of a layer.</summary>
    public StorePlace FilesOf(string layer) => new(Path.Combine(Root, Driver.Name), Driver.FolderOf(layer));

    /// <summary>The tar-split data of a layer.</summary>
    public StorePlace TarSplitOf(string layer) => new(Layers, $"{layer}.tar-split.gz");

    /// <summary>What stands beside a layer's files where they are a composefs: an image of the tree, the files by their digests.</summary>
    public string ComposefsOf(string layer) => Path.Combine(Root, Driver.Name, layer, "composefs-data");
}
