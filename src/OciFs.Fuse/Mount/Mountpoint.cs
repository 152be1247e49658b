using System.Runtime.InteropServices;
using OciFs.Fuse.Interop;

namespace OciFs.Fuse.Mount;

/// <summary>The directory to mount on: found, checked, and freed of a dead mount of ours.</summary>
internal static class Mountpoint
{
    /// <summary>Dead mounts may lie upon one another, one for each server that was killed; more are another problem.</summary>
    private const int MaxDeadMounts = 64;

    /// <summary>Makes a path absolute and follows its symbolic links.</summary>
    /// <param name="path">Any path.</param>
    /// <returns>The path as the mount table has it. The last component of a dead mount stays as it is.</returns>
    public static string Resolve(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (RealPath(full) is { } resolved)
            return resolved;
        var parent = Path.GetDirectoryName(full);
        return parent is not null && RealPath(parent) is { } folder ? Path.Combine(folder, Path.GetFileName(full)) : full;
    }

    /// <summary>Checks that something can be mounted.</summary>
    /// <param name="path">The path as the user gave it.</param>
    /// <param name="options">Whether it must be empty.</param>
    /// <returns>The resolved path.</returns>
    /// <exception cref="FuseMountException">It is no directory, is not empty, or is mounted already.</exception>
    public static string Prepare(string path, MountOptions options)
    {
        var resolved = Resolve(path);
        var mode = Stat(resolved);
        if ((mode & LibcConstants.S_IFMT) != LibcConstants.S_IFDIR)
            throw new FuseMountException(FuseMountError.MountpointNotDirectory, "the mountpoint is not a directory");
        if (MountTable.Topmost(MountTable.Read(), resolved)?.FileSystemType is FuseMount.TypeName)
            throw new FuseMountException(FuseMountError.AlreadyMounted, "something is mounted there already (ocifs umount it first)");
        if (!options.AllowNonEmpty && HoldsFiles(resolved))
            throw new FuseMountException(FuseMountError.MountpointNotEmpty, "the mountpoint is not empty (-o nonempty hides its files)");
        return resolved;
    }

    private static uint Stat(string resolved)
    {
        for (var i = 0; i < MaxDeadMounts; i++)
        {
            if (Libc.statx(LibcConstants.AT_FDCWD, resolved, 0, LibcConstants.STATX_TYPE, out var result) == 0)
                return result.stx_mode;
            var errno = Libc.LastError;
            // The server has just died: what it was asked meanwhile is aborted, what it is asked next finds nobody.
            if (errno == Errno.ECONNABORTED)
                continue;
            if (errno != Errno.ENOTCONN)
                throw Unusable(errno);
            DetachDead(resolved);
        }
        throw new FuseMountException(FuseMountError.MountpointUnusable, "too many dead mounts lie on the mountpoint");
    }

    private static void DetachDead(string resolved)
    {
        var type = MountTable.Topmost(MountTable.Read(), resolved)?.FileSystemType;
        if (type is not FuseMount.TypeName)
        {
            var message = $"the mountpoint holds a dead mount of {type ?? "another program"} (umount it first)";
            throw new FuseMountException(FuseMountError.MountpointUnusable, message);
        }
        FuseMount.Unmount(resolved, lazy: true);
    }

    private static FuseMountException Unusable(Errno errno) => errno switch
    {
        Errno.ENOENT => new(FuseMountError.MountpointMissing, "the mountpoint does not exist (mkdir it first)"),
        Errno.ENOTDIR => new(FuseMountError.MountpointNotDirectory, "the mountpoint lies below something that is not a directory"),
        _ => new(FuseMountError.MountpointUnusable, $"the mountpoint cannot be used: {Libc.Describe(errno)}"),
    };

    private static bool HoldsFiles(string resolved)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(resolved).Any();
        }
        catch (UnauthorizedAccessException)
        {
            // Who may not look into it hides nothing that he could see.
            return false;
        }
    }

    private static unsafe string? RealPath(string path)
    {
        var buffer = stackalloc byte[LibcConstants.PATH_MAX];
        return Libc.realpath(path, buffer) is null ? null : Marshal.PtrToStringUTF8((nint)buffer);
    }
}
