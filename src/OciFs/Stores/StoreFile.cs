using Microsoft.Win32.SafeHandles;

namespace OciFs.Stores;

/// <summary>Opens and reads files of a store that anybody may have put there, and says what is wrong in the core's words.</summary>
internal static partial class StoreFile
{
    /// <summary>Opens a regular file; the caller disposes the handle.</summary>
    /// <param name="path">The file; symbolic links are followed.</param>
    /// <param name="where">What errors call it.</param>
    /// <param name="missing">What to say where it is not there, with a hint.</param>
    /// <param name="kind">What kind of error that is.</param>
    /// <exception cref="OciFsException">It cannot be opened.</exception>
    public static SafeFileHandle Open(string path, string where, string missing, OciFsError kind = OciFsError.NotFound) =>
        Open(FileStatus.Of(path), () => OperatingSystem.IsLinux() ? OpenLinux(path) : OpenPortable(path), where, missing, kind);

    /// <summary>As the other, for who opens files in a way of its own.</summary>
    /// <param name="status">What the file is, asked before: to open a FIFO waits for a writer, to open a device may do anything.</param>
    /// <param name="open">Opens it; throws as .NET does.</param>
    /// <param name="where">What errors call it.</param>
    /// <param name="missing">What to say where it is not there, with a hint.</param>
    /// <param name="kind">What kind of error that is.</param>
    /// <exception cref="OciFsException">It cannot be opened.</exception>
    public static SafeFileHandle Open(FileStatus? status, Func<SafeFileHandle> open, string where, string missing, OciFsError kind)
    {
        if (status is { IsRegular: false })
        {
            throw new OciFsException(OciFsError.Invalid, $"{where}: not a regular file");
        }

        try
        {
            return open();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new OciFsException(kind, $"{where}: {missing}", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new OciFsException(OciFsError.PermissionDenied, $"{where}: permission denied", error);
        }
        catch (IOException error)
        {
            throw Unavailable(where, error);
        }
    }

    /// <summary>Reads a whole document of a layout; where it is missing, the folder is no layout.</summary>
    /// <exception cref="OciFsException">It cannot be read, or is over <see cref="Limits.DocumentBytes"/>.</exception>
    public static byte[] ReadLayoutDocument(string path) => ReadDocument(path, "missing (not an OCI image layout)", OciFsError.Invalid);

    /// <summary>Reads a whole document of a store.</summary>
    /// <param name="path">The file; errors call it by its path.</param>
    /// <param name="missing">What to say where it is not there, with a hint.</param>
    /// <param name="kind">What kind of error that is.</param>
    /// <exception cref="OciFsException">It cannot be read, or is over <see cref="Limits.DocumentBytes"/>.</exception>
    public static byte[] ReadDocument(string path, string missing, OciFsError kind = OciFsError.NotFound) =>
        ReadWhole(Open(path, path, missing, kind), path);

    /// <summary>Reads a whole document that a store keeps in a folder of its own.</summary>
    /// <exception cref="OciFsException">It cannot be read, or is over <see cref="Limits.DocumentBytes"/>.</exception>
    public static byte[] ReadDocument(StorePlace place, string missing) => ReadWhole(place.Open(place.Path, missing), place.Path);

    /// <summary>Opens a file as any other than Linux does.</summary>
    public static SafeFileHandle OpenPortable(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static byte[] ReadWhole(SafeFileHandle handle, string path)
    {
        using var file = handle;
        try
        {
            var length = RandomAccess.GetLength(handle);
            if (length > Limits.DocumentBytes)
            {
                throw new OciFsException(
                    OciFsError.LimitExceeded, $"{path}: {length} bytes (a document has at most {Limits.DocumentBytes})");
            }

            var bytes = new byte[length];
            return bytes[..ReadAt(handle, 0, bytes)];
        }
        catch (IOException error)
        {
            throw Unavailable(path, error);
        }
    }

    /// <summary>Reads at an offset; short only at the end.</summary>
    /// <exception cref="IOException">The bytes cannot be had.</exception>
    public static int ReadAt(SafeFileHandle handle, long offset, Span<byte> destination)
    {
        try
        {
            var total = 0;
            while (total < destination.Length && RandomAccess.Read(handle, destination[total..], offset + total) is > 0 and var count)
            {
                total += count;
            }

            return total;
        }
        catch (UnauthorizedAccessException error)
        {
            // A network file system may take a permission back under an open file.
            throw new IOException(error.Message, error);
        }
    }

    private static OciFsException Unavailable(string where, IOException error) =>
        new(OciFsError.Unavailable, $"{where}: cannot be read: {error.Message}", error);
}
