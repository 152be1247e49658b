using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OciFs.Stores;
using OciFs.Stores.Unpacked;

namespace OciFs.Layers;

/// <summary>
/// Files and folders that nobody but us may have written: of our own or root's, not writable by others, and no link. What others may write could make us
/// believe anything of a layer, and show it as proven.
/// </summary>
internal static partial class PrivateFile
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint OthersMayWrite = 0x12, OthersMayAnything = 0x3F;

    private static uint OwnUser { get; } = geteuid();

    /// <summary>Opens a file for reading; null where it is not there, cannot be read or may be another's.</summary>
    private static SafeFileHandle? TryOpenLinux(string path)
    {
        // Asked before: to open a device may do anything.
        if (StatusOf(path) is not { } before || !MayTrust(before, UnixMode.Regular))
        {
            return null;
        }

        var file = Interop.open(path, Interop.O_RDONLY | Interop.O_CLOEXEC | Interop.O_NONBLOCK | Interop.O_NOFOLLOW);
        if (file < 0)
        {
            return null;
        }

        var handle = new SafeFileHandle(file, ownsHandle: true);
        if (StatusOf(file) is { } status && MayTrust(status, UnixMode.Regular))
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Why a folder must not be used, and what to do; null where it may, or is not there. One of ours that others may look into is closed to them.</summary>
    private static string? WhyNotLinux(string folder)
    {
        if (StatusOf(folder) is not { } status)
        {
            return null;
        }

        if ((status.Mode & UnixMode.TypeMask) != UnixMode.Directory)
        {
            return "it is no folder (remove it)";
        }

        if (!IsOurs(status))
        {
            return $"it belongs to user {status.Uid} (set OCIFS_CACHE to a folder of your own)";
        }

        var isClosed = (status.Mode & OthersMayAnything) == 0 || status.Uid != OwnUser || chmod(folder, (uint)status.Mode & 0x1C0) == 0;
        return (isClosed && status.Uid == OwnUser) || (status.Mode & OthersMayWrite) == 0 ? null : "others may write to it (chmod go-w, or set OCIFS_CACHE)";
    }

    private static bool MayTrust(in FileStatus.StatX status, uint type) =>
        (status.Mode & UnixMode.TypeMask) == type && IsOurs(status) && (status.Mode & OthersMayWrite) == 0;

    private static bool IsOurs(in FileStatus.StatX status) => status.Uid == 0 || status.Uid == OwnUser;

    private static unsafe FileStatus.StatX? StatusOf(string path)
    {
        FileStatus.StatX status;
        return statx(CurrentFolder, path, Interop.AT_SYMLINK_NOFOLLOW, FileStatus.BasicStats, &status) == 0 ? status : null;
    }

    private static unsafe FileStatus.StatX? StatusOf(int file)
    {
        FileStatus.StatX status;
        return statx(file, string.Empty, Interop.AT_EMPTY_PATH, FileStatus.BasicStats, &status) == 0 ? status : null;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int folder, string path, int flags, uint mask, FileStatus.StatX* status);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chmod(string path, uint mode);

    [LibraryImport("libc")]
    private static partial uint geteuid();
}
