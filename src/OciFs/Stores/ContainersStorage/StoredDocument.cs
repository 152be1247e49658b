namespace OciFs.Stores.ContainersStorage;

/// <summary>A document of an image by the image's record.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Image">ID of the image: a plain name.</param>
/// <param name="File">Name of the file: a plain name.</param>
/// <param name="Size">Its length in bytes, as recorded.</param>
internal readonly record struct StoredDocument(StorageFolder Folder, string Image, string File, long Size)
{
    /// <summary>The file.</summary>
    public StorePlace Place => Folder.DocumentOf(Image, File);
}
