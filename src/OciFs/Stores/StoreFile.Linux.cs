using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OciFs.Stores.Unpacked;

namespace OciFs.Stores;

/// <summary>
/// By open(2) itself: .NET takes a shared lock on whatever it opens (flock(2)), which is refused where the owner of a store holds an exclusive one, as
/// bbolt does, and keeps the owner waiting where it does not yet.
/// </summary>
internal static partial class StoreFile
{
    // asm-generic/errno-base.h: the same on every architecture that .NET runs on.
    private const int NoPermission = 1;
    private const int NoSuchFile = 2;
    private const int Interrupted = 4;
    private const int AccessDenied = 13;
    private const int NotFolder = 20;

    private static SafeFileHandle OpenLinux(string path)
    {
        int file;
        while ((file = Interop.open(path, Interop.O_RDONLY | Interop.O_CLOEXEC)) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error is not Interrupted)
            {
                throw Failure(error);
            }
        }

        return new SafeFileHandle(file, ownsHandle: true);
    }

    /// <summary>The exception of .NET for an error of open(2).</summary>
    internal static Exception Failure(int error) => error switch
    {
        NoSuchFile or NotFolder => new FileNotFoundException(),
        NoPermission or AccessDenied => new UnauthorizedAccessException(),
        _ => new IOException(Marshal.GetPInvokeErrorMessage(error)),
    };
}
