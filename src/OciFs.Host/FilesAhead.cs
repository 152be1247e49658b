using System.Runtime.InteropServices;
using OciFs.Fuse;
using OciFs.Fuse.Session;
using OciFs.Views;

namespace OciFs.Host;

/// <summary>
/// Gives the kernel the small files of folders whose files will be read, before they are asked for: a round trip for each is most of what
/// reading a tree costs, and the decoding goes on beside the program that reads. One thread of its own.
/// </summary>
internal sealed partial class FilesAhead : IDisposable
{
    // What the kernel asks for by one request. It reads longer files ahead by itself.
    private const int LongestFile = 128 << 10;

    // Of one folder: bytes given, and names looked at.
    private const long MostBytes = 4 << 20;
    private const int MostNames = 4096;

    // So many names in a row that the kernel does not know: it listed the folder without its files, or has forgotten them.
    private const int MostUnknown = 8;

    private const int PhysicalPages = 85; // _SC_PHYS_PAGES

    private readonly ImageTree _tree;
    private readonly TreeFileSystem _files;
    private readonly TreeReaders _readers;
    private readonly FuseNotifier _notifier;
    private readonly Action<Exception> _onError;
    private readonly byte[] _message = new byte[FuseNotifier.StoreHeaderLength + LongestFile];
    private readonly Thread _thread;

    /// <summary>Starts its thread. All that is passed stays the caller's.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="files">How the kernel knows its files.</param>
    /// <param name="readers">Where the folders come from.</param>
    /// <param name="notifier">The way to the kernel.</param>
    /// <param name="onError">Told of what is no error of an image, as a session is.</param>
    public FilesAhead(ImageTree tree, TreeFileSystem files, TreeReaders readers, FuseNotifier notifier, Action<Exception> onError)
    {
        _onError = onError;
        _tree = tree;
        _files = files;
        _readers = readers;
        _notifier = notifier;
        _thread = new Thread(Run) { IsBackground = true, Name = "ocifs files ahead" };
        _thread.Start();
    }

    /// <summary>
    /// Whether this process may have less memory than the machine has. What is given to the kernel is charged to the giver's control group (memory.rst, "Memory
    /// Ownership"), and who locks it there (mlock(2)) could have the kernel kill the server for it: then nothing is given.
    /// </summary>
    public static bool IsChargedFor => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < sysconf(PhysicalPages) / 10 * 9 * Environment.SystemPageSize;

    /// <inheritdoc/>
    /// <remarks>A read that hangs is not waited for longer than <see cref="Limits.ClosingTime"/>.</remarks>
    public void Dispose()
    {
        _readers.End();
        _thread.Join(Limits.ClosingTime);
    }

    [LibraryImport("libc")]
    private static partial nint sysconf(int name);

    private void Run()
    {
        while (_readers.TryTake(out var folder))
        {
            try
            {
                Give(folder);
            }
            catch (Exception error) when (error is OciFsException or NotReadyException)
            {
                // Who lists the folder meets it too, and is told.
            }
            catch (Exception error)
            {
                _onError(error);
            }
        }
    }

    /// <summary>Gives all but the first, by whose reading the reader is known to go on.</summary>
    private void Give(Views.NodeId folder)
    {
        var listing = _tree.OpenDirectory(folder, fromStart: false);
        var bytes = 0L;
        var unknown = 0;
        var isFirst = true;
        long place = 0;
        for (var names = 0; names < MostNames && bytes < MostBytes && unknown < MostUnknown && !_readers.HasEnded; names++)
        {
            if (!listing.TryGet(place, out var item))
            {
                return;
            }

            place = item.Next;
            if (!IsSmallFile(item, out var length))
            {
                continue;
            }

            if (!isFirst)
            {
                unknown = TryGive(item.Node, length) ? 0 : unknown + 1;
                bytes += length;
            }

            isFirst = false;
        }
    }

    /// <summary>Whether a name is of a file that stays as it is and is read by one request.</summary>
    private bool IsSmallFile(in DirectoryItem item, out int length)
    {
        length = 0;
        if (!UnixMode.IsRegular(item.Mode) || item.MayChange || item.Node.Value == 0)
        {
            return false;
        }

        var attributes = _tree.GetAttributes(item.Node);
        length = (int)Math.Min(attributes.Size, int.MaxValue);
        return !attributes.MayChange && length is > 0 and <= LongestFile;
    }

    /// <summary>False where the kernel does not know the file, or it cannot be read, of which who reads it is told.</summary>
    private bool TryGive(Views.NodeId file, int length)
    {
        var message = _message.AsSpan(0, FuseNotifier.StoreHeaderLength + length);
        try
        {
            return _tree.Read(file, 0, message[FuseNotifier.StoreHeaderLength..]) == length
                && _notifier.Store(_files.ToKernel(file), 0, message) == Errno.None;
        }
        catch (Exception error) when (error is OciFsException or NotReadyException)
        {
            return false;
        }
    }
}
