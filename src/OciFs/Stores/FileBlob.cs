using Microsoft.Win32.SafeHandles;

namespace OciFs.Stores;

/// <summary>A blob that is a file. Its length is the file's when it was opened; the handle keeps it readable when its name goes.</summary>
internal sealed class FileBlob(SafeFileHandle handle) : IBlob
{
    /// <summary>Opens a file; parameters and errors as <see cref="StoreFile.Open(string, string, string, OciFsError)"/>.</summary>
    public static FileBlob Open(string path, string where, string missing) => Of(StoreFile.Open(path, where, missing), where);

    /// <summary>As the other, of a file that a store keeps in a folder of its own.</summary>
    public static FileBlob Open(StorePlace place, string where, string missing) => Of(place.Open(where, missing), where);

    private static FileBlob Of(SafeFileHandle handle, string where)
    {
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
