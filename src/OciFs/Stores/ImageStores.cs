namespace OciFs.Stores;

/// <summary>Opens a store from what a user writes.</summary>
public static class ImageStores
{
    /// <summary>
    /// Opens <c>[TRANSPORT:]LOCATION[:REFERENCE]</c>. Without a transport it is told by what is there; with a reference the store lists
    /// that image only.
    /// </summary>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: no such place or image; <see cref="OciFsError.Ambiguous"/>: the reference means several images;
    /// <see cref="OciFsError.Unsupported"/>: a transport that is not read yet; or as opening the store goes.
    /// </exception>
    public static IImageStore Open(string source)
    {
        var parts = SourceReference.Parse(source, Path.Exists);
        var transport = parts.Transport ?? StoreDetector.Detect(parts.Location);
        if (transport is not Transport.Oci)
        {
            throw new OciFsException(
                OciFsError.Unsupported, $"{source}: the transport {TransportNames.NameOf(transport)}: is not supported yet (only oci: is)");
        }

        var store = OciLayoutStore.Open(parts.Location);
        return parts.Reference is null ? store : SelectedImageStore.Open(store, parts.Reference);
    }
}
