namespace OciFs.Stores.Unpacked;

/// <summary>Files of a folder that stay open, and so readable when they are removed, until this is disposed.</summary>
internal sealed class HeldFiles(FolderFiles files) : IDisposable
{
    private readonly List<FolderFiles.OpenFile> _held = [];

    /// <summary>Holds one more; one that cannot be opened is left out.</summary>
    public void Add(int segment, int folder, ReadOnlySpan<byte> name, long length)
    {
        try
        {
            _held.Add(files.Use(segment, folder, name, length));
        }
        catch (IOException)
        {
            // Whoever reads it is told.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _held.ForEach(files.LetGo);
}
