using System.Runtime.InteropServices;
using System.Text;

namespace OciFs.Stores.Unpacked;

/// <summary>
/// A folder of a store in which somebody else unpacked an image: it may hold links that lead anywhere, devices and pipes. Nothing outside
/// is ever reached from it, and nothing but a regular file is opened. The folder itself is opened when first used. Any thread.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed unsafe class LayerFolder(string path) : IDisposable
{
    private const int NotOpened = -1;

    private int _root = NotOpened;

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>Who owns the store's folder that it is in.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public uint Owner()
    {
        FileStatus.StatX status;
        fixed (byte* above = ".."u8)
        {
            return Interop.statx(Root(), above, Interop.AT_SYMLINK_NOFOLLOW, FileStatus.BasicStats, &status) == 0 ? status.Uid : throw Failure(Path, []);
        }
    }

    /// <summary>Opens a regular file; a symbolic link on the way is followed inside the folder, the last name is not.</summary>
    /// <param name="name">Its path in the folder.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>A descriptor to read from, to be closed by the caller.</returns>
    /// <exception cref="IOException">It is not there, no regular file, or may not be read.</exception>
    public int OpenFile(ReadOnlySpan<byte> name, out long length)
    {
        // First as a path only: to open a device or a pipe may do anything.
        var place = OpenPath(name);
        try
        {
            var status = StatusOf(place, name);
            if (!UnixMode.IsRegular(status.Mode))
            {
                throw new UnlikeLayerException($"{Describe(Path, name)}: not a regular file");
            }

            length = (long)status.Size;
            var file = Interop.open($"/proc/self/fd/{place}", Interop.O_RDONLY | Interop.O_CLOEXEC);
            return file < 0 ? throw Failure(Path, name) : file;
        }
        finally
        {
            _ = Interop.close(place);
        }
    }

    /// <summary>Opens whatever a path leads to as a place only, the last name not followed; the caller closes it.</summary>
    /// <exception cref="IOException">It is not there.</exception>
    public int OpenPath(ReadOnlySpan<byte> name) => Open(name, Interop.O_PATH | Interop.O_NOFOLLOW);

    /// <summary>The status of what was opened.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public FileStatus.StatX StatusOf(int place, ReadOnlySpan<byte> name)
    {
        FileStatus.StatX status;
        byte none = 0;
        return Interop.statx(place, &none, Interop.AT_EMPTY_PATH | Interop.AT_SYMLINK_NOFOLLOW, FileStatus.BasicStats, &status) == 0
            ? status
            : throw Failure(Path, name);
    }

    /// <summary>Opens a directory for listing; the caller closes it.</summary>
    /// <exception cref="IOException">It is not there, no directory, or may not be read.</exception>
    public int OpenDirectory(ReadOnlySpan<byte> name) => Open(name, Interop.O_RDONLY | Interop.O_DIRECTORY | Interop.O_NOFOLLOW);

    /// <summary>Reads a descriptor at an offset; short only at the end.</summary>
    /// <exception cref="IOException">The bytes cannot be had.</exception>
    public static int Read(int file, string folder, ReadOnlySpan<byte> name, long offset, Span<byte> destination)
    {
        var total = 0;
        fixed (byte* start = destination)
        {
            while (total < destination.Length)
            {
                var count = Interop.pread(file, start + total, (nuint)(destination.Length - total), offset + total);
                if (count < 0)
                {
                    throw Failure(folder, name);
                }

                if (count == 0)
                {
                    break;
                }

                total += (int)count;
            }
        }

        return total;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_root != NotOpened)
        {
            _ = Interop.close(_root);
        }
    }

    /// <summary>What errors call a file.</summary>
    public static string Describe(string folder, ReadOnlySpan<byte> name) =>
        name.IsEmpty ? folder : System.IO.Path.Combine(folder, Encoding.UTF8.GetString(name).TrimStart('/'));

    /// <summary>The error of the last call of this thread.</summary>
    public static IOException Failure(string folder, ReadOnlySpan<byte> name)
    {
        var error = Marshal.GetLastPInvokeError();
        var what = $"{Describe(folder, name)}: {Marshal.GetPInvokeErrorMessage(error)}";
        return error is Interop.ENOENT or Interop.ENOTDIR ? new FileNotFoundException(what) : new IOException(what);
    }

    private int Open(ReadOnlySpan<byte> name, int flags)
    {
        if (name.Length > Limits.PathBytes)
        {
            throw new IOException($"{Describe(Path, name[..100])}...: name too long");
        }

        var text = stackalloc byte[Limits.PathBytes + 1];
        name.CopyTo(new Span<byte>(text, Limits.PathBytes));
        text[name.Length] = 0;
        var opened = Interop.OpenInRoot(Root(), text, flags);
        return opened < 0 ? throw Failure(Path, name) : opened;
    }

    // overlay/ID/diff, vfs/dir/ID, snapshots/N/fs: the folder of the driver is where its administrator has it, by links or not; from there on a
    // link is none of the store's, and could show any of the host's files as an image's.
    private int OpenRoot()
    {
        var driver = System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(Path));
        if (string.IsNullOrEmpty(driver))
        {
            return Interop.open(Path, Interop.O_PATH | Interop.O_DIRECTORY | Interop.O_NOFOLLOW | Interop.O_CLOEXEC);
        }

        var above = Interop.open(driver, Interop.O_PATH | Interop.O_DIRECTORY | Interop.O_CLOEXEC);
        if (above < 0)
        {
            return above;
        }

        fixed (byte* below = Encoding.UTF8.GetBytes(System.IO.Path.GetRelativePath(driver, Path) + "\0"))
        {
            var root = Interop.OpenBeneath(above, below, Interop.O_PATH | Interop.O_DIRECTORY);
            var error = Marshal.GetLastPInvokeError();
            _ = Interop.close(above);
            Marshal.SetLastPInvokeError(error);
            return root;
        }
    }

    private int Root()
    {
        var root = Volatile.Read(ref _root);
        if (root != NotOpened)
        {
            return root;
        }

        root = OperatingSystem.IsLinux()
            ? OpenRoot()
            : throw new IOException($"{Path}: unpacked layers are read on Linux only");
        if (root < 0)
        {
            throw Failure(Path, []);
        }

        var first = Interlocked.CompareExchange(ref _root, root, NotOpened);
        if (first == NotOpened)
        {
            return root;
        }

        _ = Interop.close(root);
        return first;
    }
}
