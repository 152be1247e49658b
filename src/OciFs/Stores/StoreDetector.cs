namespace OciFs.Stores;

/// <summary>Tells what is kept in a folder by the files that only one kind of store has.</summary>
internal static class StoreDetector
{
    private static readonly (string Mark, Transport Transport)[] Marks =
    [
        ("oci-layout", Transport.Oci),
        ("io.containerd.content.v1.content", Transport.Containerd),
        ("overlay-images", Transport.ContainersStorage),
        ("vfs-images", Transport.ContainersStorage),
        (Path.Combine("image", "overlay2"), Transport.DockerStore),
        (Path.Combine("image", "vfs"), Transport.DockerStore),

        // A layout that lost its oci-layout: the layout's own error says so.
        ("index.json", Transport.Oci),
    ];

    /// <summary>The transport of a folder.</summary>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: nothing is there; <see cref="OciFsError.Invalid"/>: no kind of store.
    /// </exception>
    public static Transport Detect(string path)
    {
        if (Directory.Exists(path))
        {
            var mark = Array.Find(Marks, mark => Path.Exists(Path.Combine(path, mark.Mark)));
            return mark.Mark is null
                ? throw new OciFsException(OciFsError.Invalid, $"{path}: not an image store: neither oci-layout nor a mark of another store in it")
                : mark.Transport;
        }

        throw new OciFsException(OciFsError.NotFound, $"{path}: no such file or folder");
    }
}
