using OciFs.Layers;

namespace OciFs.Stores.Unpacked;

/// <summary>
/// Opens layers that a store has unpacked into folders: as the very tar they came from where tar-split tells it, else as one made of the folder.
/// </summary>
/// <param name="cache">Where tables are kept between mounts; null makes them anew.</param>
internal sealed class UnpackedLayers(CacheFolder? cache)
{
    /// <summary>As what a layer can be had; a cheap look.</summary>
    public static LayerForm FormOf(UnpackedLayer layer) =>
        !Directory.Exists(layer.Folder) ? LayerForm.Missing
        : layer is { DiffId: not null, TarSplit: { } tarSplit } && File.Exists(tarSplit) ? LayerForm.Tar
        : LayerForm.Folder;

    /// <summary>Opens a layer.</summary>
    /// <exception cref="OciFsException">Its folder or its tar-split data cannot be had.</exception>
    public StoredLayer Open(UnpackedLayer layer)
    {
        switch (FormOf(layer))
        {
            case LayerForm.Missing:
                throw new OciFsException(OciFsError.NotFound, $"{layer.Folder}: the layer's folder is missing (fetch the image again)");
            case LayerForm.Folder:
                return OpenFolder(layer);
            default:
                var split = TarSplitOf(layer);
                var tar = new AssembledTar(split.Open(cache), new FolderFiles([new LayerFolder(layer.Folder)], layer.Locate));
                return new StoredLayer(tar, layer.DiffId!.Value.Digest, LayerProof.Bytes)
                {
                    Copy = split.Key(layer.Folder),
                    Otherwise = end => OpenOtherwise(layer, tar, end),
                };
        }
    }

    private static TarSplit TarSplitOf(UnpackedLayer layer) => new(
        layer.TarSplit ?? throw new OciFsException(OciFsError.NotFound, $"{layer.Folder}: the store has no tar-split data of this layer"));

    /// <summary>
    /// The folder, where the tar cannot be had again although the folder holds what was unpacked: tar-split has lost what a later entry of the
    /// same tar replaces, and where sparse files have their holes.
    /// </summary>
    private StoredLayer OpenOtherwise(UnpackedLayer layer, AssembledTar tar, CancellationToken end)
    {
        var later = new LaterEntries(TarSplitOf(layer).Names());
        var changed = tar.FindChanged(end).FirstOrDefault(file => !later.Replace(file.Name));
        return changed.Name is null
            ? OpenFolder(layer, $"{layer.DiffId}: the store has not kept this layer's tar byte for byte; it is shown as unpacked in {layer.Folder}")
            : throw new OciFsException(changed.Why.Error, $"{layer.DiffId}: {changed.Why.Message} (fetch the image again)", changed.Why);
    }

    private StoredLayer OpenFolder(UnpackedLayer layer, params IEnumerable<string> problems)
    {
        LayerFolder[] folders = [new(layer.Folder), .. layer.Lower.Select(lower => new LayerFolder(lower))];
        try
        {
            using var table = new SegmentTableBuilder(cache);
            var owner = folders[0].Owner();
            var key = FolderTar.Describe(layer.Content, folders, marksOfUsers: owner != 0, table);
            var opened = SegmentTables.TryOpen(cache, key) ?? SegmentTables.Keep(cache, key, table);
            return new StoredLayer(new AssembledTar(opened, new FolderFiles(folders, layer.Locate)), key, LayerProof.None)
            {
                Problems = [.. problems, .. owner == 0 ? (string[])[] : [
                    $"{layer.Folder}: unpacked by user {owner}, with no record of the owners that files have in the image: they are shown as the host has them"]],
            };
        }
        catch (Exception error)
        {
            Array.ForEach(folders, folder => folder.Dispose());
            if (error is not IOException)
            {
                throw;
            }

            throw new OciFsException(
                error is FileNotFoundException ? OciFsError.NotFound : OciFsError.Unavailable, $"{error.Message} (the layer's folder is not whole)", error);
        }
    }
}
