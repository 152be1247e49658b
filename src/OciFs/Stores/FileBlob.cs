using Microsoft.Win32.SafeHandles;

namespace OciFs.Stores;

/// <summary>A blob that is a file. Its length is the file's when it was opened; the handle keeps it readable when its name goes.</summary>
internal sealed class FileBlob(SafeFileHandle handle) : IBlob
{
    /// <summary>Opens a file; parameters and errors as <see cref="StoreFile.Open"/>.</summary>
    public static FileBlob Open(string path, string where, string missing)
    {
        var handle = StoreFile.Open(path, where, missing);
        try
        {
            return new FileBlob(handle);
        }
        catch (IOException error)
        {
            handle.Dispose();
            throw new OciFsException(OciFsError.Unavailable, $"{where}: cannot be read: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public long Length { get; } = RandomAccess.GetLength(handle);

    /// <inheritdoc/>
    public int ReadAt(long offset, Span<byte> destination)
    {
        var rest = Length - offset;
        return rest <= 0 ? 0 : StoreFile.ReadAt(handle, offset, destination[..(int)Math.Min(destination.Length, rest)]);
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
