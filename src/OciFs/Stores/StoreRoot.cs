namespace OciFs.Stores;

/// <summary>The folder of a whole store.</summary>
internal static class StoreRoot
{
    /// <summary>Refuses a folder that may not be looked into: what is not seen there may be there all the same.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.PermissionDenied"/>.</exception>
    public static void CheckReadable(string folder)
    {
        try
        {
            using var names = Directory.EnumerateFileSystemEntries(folder).GetEnumerator();
            names.MoveNext();
        }
        catch (UnauthorizedAccessException error)
        {
            throw new OciFsException(OciFsError.PermissionDenied, $"{folder}: permission denied (look into it as the store's owner, mostly root)", error);
        }
    }
}
