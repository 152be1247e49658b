using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using OciFs.Images;
using OciFs.Views;

namespace OciFs.Unpacking;

/// <summary>Gives files of the host the attributes that they have in the image: owner, extended attributes, mode, times, in this order. One thread.</summary>
internal sealed class AttributeKeeper
{
    // That an owner is not changed (chown(2)); some images have it as an owner.
    private const uint NoOwner = uint.MaxValue;
    private const uint SetIdBits = 0xC00;

    private static readonly byte[] Itself = [0];

    private int _lostXattrs;
    private string _firstLost = string.Empty;

    /// <summary>What could not be kept, a line; null where all was.</summary>
    public string? Remark => _lostXattrs == 0 ? null : $"{_firstLost}{(_lostXattrs == 1 ? string.Empty : $"; {_lostXattrs} extended attributes in all")}";

    /// <summary>Gives them to an opened file or directory.</summary>
    /// <param name="descriptor">The file; not one of a path only.</param>
    /// <param name="node">The file in the image.</param>
    /// <param name="attributes">What stat tells of that.</param>
    /// <param name="isNew">Whether it was made for this copy, so that it has nothing but what the folder that it is in gave to it.</param>
    /// <exception cref="TargetException">They cannot be given.</exception>
    public unsafe void Apply(int descriptor, FileNode node, in NodeAttributes attributes, bool isNew)
    {
        // A set-id bit means its owner: with another one it would give that one's rights away.
        var isOwned = TryChown(descriptor, attributes);
        AccessLists.Remove(descriptor, isNewFolder: isNew && UnixMode.IsDirectory(attributes.Mode));
        foreach (var (name, value) in XattrsOf(node))
        {
            fixed (byte* bytes = value.AsSpan())
            {
                Note(Interop.ErrorOf(Interop.fsetxattr(descriptor, Interop.Text(name.Bytes.AsSpan()), bytes, (nuint)value.Length, 0)), name);
            }
        }

        TargetException.ThrowIf(Interop.ErrorOf(Interop.fchmod(descriptor, ModeOf(attributes, isOwned))));
        ApplyTimes(descriptor, attributes);
    }

    /// <summary>Gives them to a file that was just made and cannot be opened: a symbolic link, a device, a pipe.</summary>
    /// <exception cref="TargetException">They cannot be given, or somebody put another file in its place.</exception>
    public unsafe void Apply(TargetFolder folder, byte[] name, FileNode node, in NodeAttributes attributes)
    {
        var place = Interop.openat(folder.Descriptor, name, Interop.O_PATH | Interop.O_NOFOLLOW | Interop.O_CLOEXEC, 0);
        TargetException.ThrowIf(Interop.ErrorOf(place));
        try
        {
            var status = TargetFolder.StatusOf(place);
            if (UnixMode.KindOf(status.Mode) != UnixMode.KindOf(attributes.Mode) || status.Links != 1)
            {
                throw new TargetException("replaced by something else while it was being made");
            }

            // A path of its own: calls that take a descriptor do not take one of a path only (open(2), O_PATH).
            var path = Encoding.ASCII.GetBytes($"/proc/self/fd/{place}\0");
            var isOwned = TryChown(place, attributes);
            if (!UnixMode.IsSymbolicLink(attributes.Mode))
            {
                AccessLists.Remove(path);
            }

            foreach (var (xattr, value) in XattrsOf(node))
            {
                fixed (byte* bytes = value.AsSpan())
                {
                    Note(Interop.ErrorOf(Interop.setxattr(path, Interop.Text(xattr.Bytes.AsSpan()), bytes, (nuint)value.Length, 0)), xattr);
                }
            }

            if (!UnixMode.IsSymbolicLink(attributes.Mode))
            {
                TargetException.ThrowIf(Interop.ErrorOf(Interop.chmod(path, ModeOf(attributes, isOwned))));
            }

            ApplyTimes(place, attributes);
        }
        finally
        {
            _ = Interop.close(place);
        }
    }

    private static IEnumerable<(FileName Name, ImmutableArray<byte> Value)> XattrsOf(FileNode node)
    {
        foreach (var name in node.ListXattrs())
        {
            if (node.GetXattr(name.Bytes.AsMemory()) is { } value)
            {
                yield return (name, value);
            }
        }
    }

    // Who may not give a file to others keeps it, as with cp -a; the group may still be one of the user's.
    private static bool TryChown(int descriptor, in NodeAttributes attributes)
    {
        if (Interop.fchownat(descriptor, Itself, attributes.Uid, attributes.Gid, Interop.AT_EMPTY_PATH) == 0)
        {
            return attributes.Uid != NoOwner && attributes.Gid != NoOwner;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error is not (Interop.EPERM or Interop.EINVAL))
        {
            throw new TargetException(error);
        }

        _ = Interop.fchownat(descriptor, Itself, NoOwner, attributes.Gid, Interop.AT_EMPTY_PATH);
        var status = TargetFolder.StatusOf(descriptor);
        return status.Uid == attributes.Uid && status.Gid == attributes.Gid;
    }

    private static uint ModeOf(in NodeAttributes attributes, bool isOwned) =>
        attributes.Mode & UnixMode.PermissionMask & ~(isOwned ? 0 : SetIdBits);

    private static unsafe void ApplyTimes(int descriptor, in NodeAttributes attributes)
    {
        var times = stackalloc Interop.Timespec[2];
        times[0] = new Interop.Timespec { Seconds = attributes.Accessed.Seconds, Nanoseconds = attributes.Accessed.Nanoseconds };
        times[1] = new Interop.Timespec { Seconds = attributes.Modified.Seconds, Nanoseconds = attributes.Modified.Nanoseconds };
        TargetException.ThrowIf(Interop.ErrorOf(Interop.utimensat(descriptor, Itself, times, Interop.AT_EMPTY_PATH)));
    }

    private void Note(int error, FileName xattr)
    {
        if (error != 0 && _lostXattrs++ == 0)
        {
            _firstLost = $"{xattr}: {Marshal.GetPInvokeErrorMessage(error)}";
        }
    }
}
