using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OciFs.Stores.Unpacked;

namespace OciFs.Stores;

/// <summary>By openat(2), name by name: a link that appears between a look and an opening is not followed either.</summary>
internal readonly partial record struct StorePlace
{
    private FileStatus? StatusLinux()
    {
        var file = Walk(Interop.O_PATH);
        if (file < 0)
        {
            return null;
        }

        var status = FileStatus.OfOpen(file);
        _ = Interop.close(file);
        return status;
    }

    private bool IsFolderLinux()
    {
        var folder = Walk(Interop.O_PATH | Interop.O_DIRECTORY);
        if (folder >= 0)
        {
            _ = Interop.close(folder);
        }

        return folder >= 0;
    }

    private SafeFileHandle OpenLinux()
    {
        // What has become a FIFO since the look at it is not waited for.
        var file = Walk(Interop.O_RDONLY | Interop.O_NONBLOCK);
        return file < 0 ? throw StoreFile.Failure(Marshal.GetLastPInvokeError()) : new SafeFileHandle(file, ownsHandle: true);
    }

    // The descriptor, or less than 0 and the error is that of the last call.
    private int Walk(int flags)
    {
        var place = Interop.open(Folder, Interop.O_PATH | Interop.O_DIRECTORY | Interop.O_CLOEXEC);
        var names = Name.Split('/');
        for (var i = 0; i < names.Length && place >= 0; i++)
        {
            var next = openat(place, names[i], (i < names.Length - 1 ? Interop.O_PATH | Interop.O_DIRECTORY : flags) | Interop.O_NOFOLLOW | Interop.O_CLOEXEC);
            var error = Marshal.GetLastPInvokeError();
            _ = Interop.close(place);
            Marshal.SetLastPInvokeError(error);
            place = next;
        }

        return place;
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int openat(int folder, string path, int flags);
}
