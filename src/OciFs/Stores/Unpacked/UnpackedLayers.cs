namespace OciFs.Stores.Unpacked;

/// <summary>Stub.</summary>
internal static class UnpackedLayers
{
    /// <summary>Stub.</summary>
    public static LayerForm FormOf(UnpackedLayer layer) =>
        layer.TarSplit is not null ? LayerForm.Tar : Directory.Exists(layer.Folder) ? LayerForm.Folder : LayerForm.Missing;

    /// <summary>Stub.</summary>
    public static StoredLayer Open(UnpackedLayer layer) => throw new OciFsException(OciFsError.Unsupported, layer.Folder);

    /// <summary>Stub.</summary>
    public static long TarSize(UnpackedLayer layer) => throw new OciFsException(OciFsError.Unsupported, layer.Folder);
}
