using OciFs.Reference.Posix;

namespace OciFs.Reference.Apply;

/// <summary>Gives files the attributes kept for them, as far as kernel and file system can hold them.</summary>
internal static class AttributeWriter
{
    /// <summary>
    /// Goes over a whole tree, children before their directory, for every change to a directory moves its time.
    /// </summary>
    /// <returns>The attributes of those files that do not show what they should: user xattrs of a link, a time beyond the file
    /// system's, owner 2^32-1, a mode that an ACL changed.</returns>
    public static AttributeTable Write(PosixFolder root, AttributeTable wanted)
    {
        var held = new AttributeTable();
        WriteInner(root, wanted, held);
        WriteOne(root, ".", wanted, held);
        return held;
    }

    private static void WriteInner(PosixFolder folder, AttributeTable wanted, AttributeTable held)
    {
        foreach (var name in folder.List())
        {
            if (folder.Stat(name).IsDirectory)
            {
                using var inner = folder.OpenFolder(name);
                WriteInner(inner, wanted, held);
            }

            WriteOne(folder, name, wanted, held);
        }
    }

    private static void WriteOne(PosixFolder folder, ByteString name, AttributeTable wanted, AttributeTable held)
    {
        var status = folder.Stat(name);
        var attributes = wanted.TryGet(status.Inode) ?? EntryAttributes.OfImplied(0);
        folder.SetOwner(name, attributes.Uid, attributes.Gid);
        if (!status.IsSymlink)
            folder.SetMode(name, attributes.Mode);
        foreach (var (xattr, value) in attributes.Xattrs)
            folder.TrySetXattr(name, xattr, value);
        folder.SetTime(name, attributes.Modified);
        if (!Shows(folder, name, attributes))
            held.Set(status.Inode, attributes);
    }

    private static bool Shows(PosixFolder folder, ByteString name, EntryAttributes attributes)
    {
        var status = folder.Stat(name);
        return (status.IsSymlink || status.Permissions == attributes.Mode) && status.Uid == attributes.Uid && status.Gid == attributes.Gid
            && status.Modified == attributes.Modified && Xattrs.Same(folder.Xattrs(name), attributes.Xattrs);
    }
}
