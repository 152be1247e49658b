using System.Runtime.InteropServices;
using System.Text;
using OciFs.Stores;

namespace OciFs.Unpacking;

/// <summary>Paths of the host that a user names, in bytes. Links on the way and at the end are the user's own, and are followed.</summary>
public static class HostPath
{
    private const int ListingBytes = 4096;
    private const int NameOffset = 19; // struct linux_dirent64: inode, place, length, type.

    /// <summary>What a path leads to; null where nothing is there.</summary>
    /// <exception cref="OciFsException">It cannot be told.</exception>
    public static unsafe FileKind? KindOf(ReadOnlySpan<byte> path)
    {
        FileStatus.StatX status;
        return Interop.ErrorOf(Interop.statx(Interop.AT_FDCWD, Interop.Text(path), 0, FileStatus.BasicStats, &status)) switch
        {
            0 => UnixMode.KindOf(status.Mode),
            Interop.ENOENT or Interop.ENOTDIR => null,
            var error => throw Failure(path, error),
        };
    }

    /// <summary>The path without links; as it is where nothing is there.</summary>
    /// <exception cref="OciFsException">It is a link that leads nowhere, which nothing is written through or in place of.</exception>
    public static unsafe byte[] WithoutLinks(ReadOnlySpan<byte> path)
    {
        var resolved = stackalloc byte[Limits.PathBytes];
        var text = Interop.Text(path);
        if (Interop.realpath(text, resolved) is not null)
        {
            return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(resolved).ToArray();
        }

        FileStatus.StatX status;
        var isLink = Interop.statx(Interop.AT_FDCWD, text, Interop.AT_SYMLINK_NOFOLLOW, FileStatus.BasicStats, &status) == 0 && UnixMode.IsSymbolicLink(status.Mode);
        return isLink && KindOf(path) is null
            ? throw new OciFsException(OciFsError.Invalid, $"{Encoding.UTF8.GetString(path)}: a link that leads nowhere is not written through (remove it, or make what it leads to)")
            : path.ToArray();
    }

    /// <summary>Whether a folder has no names.</summary>
    /// <exception cref="OciFsException">It cannot be read.</exception>
    public static unsafe bool IsEmptyFolder(ReadOnlySpan<byte> path)
    {
        try
        {
            using var folder = TargetFolder.Open(path);
            var buffer = stackalloc byte[ListingBytes];
            nint length;
            while ((length = Interop.getdents64(folder.Descriptor, buffer, ListingBytes)) > 0)
            {
                for (nint at = 0; at < length; at += *(ushort*)(buffer + at + 16))
                {
                    var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer + at + NameOffset);
                    if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    {
                        return false;
                    }
                }
            }

            TargetException.ThrowIf(Interop.ErrorOf(length));
            return true;
        }
        catch (TargetException error)
        {
            throw new OciFsException(OciFsError.Unavailable, $"{Encoding.UTF8.GetString(path)}: {error.Message}", error);
        }
    }

    /// <summary>Makes a folder that only its owner may enter; that above it must be there.</summary>
    /// <exception cref="OciFsException">It cannot be made.</exception>
    public static void MakeFolder(ReadOnlySpan<byte> path)
    {
        const uint onlyOwner = 0x1C0; // 0700
        if (Interop.ErrorOf(Interop.mkdirat(Interop.AT_FDCWD, Interop.Text(path), onlyOwner)) is not 0 and var error)
        {
            throw Failure(path, error);
        }
    }

    private static OciFsException Failure(ReadOnlySpan<byte> path, int error) =>
        new(OciFsError.Unavailable, $"{Encoding.UTF8.GetString(path)}: {Marshal.GetPInvokeErrorMessage(error)}");
}
