namespace OciFs.Stores;

/// <summary>Tells what is kept in a folder by the files that only one kind of store has.</summary>
internal static class StoreDetector
{
    /// <summary>The transport of a folder.</summary>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: nothing is there; <see cref="OciFsError.Invalid"/>: no kind of store;
    /// <see cref="OciFsError.Ambiguous"/>: several stores in one folder, or below it.
    /// </exception>
    /// <param name="path">The folder.</param>
    /// <param name="source">The source that names it, as it was written; null where there is only the path.</param>
    public static Transport Detect(string path, string? source = null)
    {
        if (!Directory.Exists(path))
        {
            throw new OciFsException(OciFsError.NotFound, $"{path}: no such file or folder{SourceHint.Of(path, source ?? path)}");
        }

        return StoreMarks.Of(path) switch
        {
            [var only] => only,
            [] => throw NoStore(path, StoreMarks.Below(path)),
            var several => throw Several(path, "several image stores in one folder:", several.Select(kind => $"{TransportNames.NameOf(kind)}:{path}")),
        };
    }

    private static OciFsException NoStore(string path, IReadOnlyList<string> below)
    {
        StoreRoot.CheckReadable(path);
        return below.Count > 0
            ? Several(path, "not an image store itself; below it:", below)
            : new OciFsException(OciFsError.Invalid, $"{path}: not an image store: neither oci-layout nor a mark of another store in it");
    }

    private static OciFsException Several(string path, string what, IEnumerable<string> sources) =>
        new(OciFsError.Ambiguous, $"{path}: {what} {string.Join(", ", sources)} (name one of these)");
}
