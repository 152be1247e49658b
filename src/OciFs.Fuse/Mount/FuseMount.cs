namespace OciFs.Fuse.Mount;

/// <summary>Mounts and unmounts, by system call where this process may, else by fusermount3.</summary>
public static class FuseMount
{
    /// <summary>The type under which the mounts stand in the mount table.</summary>
    public const string TypeName = "fuse." + Subtype;

    /// <summary>The part of <see cref="TypeName"/> that tells this program from other FUSE servers.</summary>
    internal const string Subtype = "ocifs";

    /// <summary>Unmounts one mount of this program, the topmost one there.</summary>
    /// <param name="path">Its mountpoint.</param>
    /// <param name="lazy">Whether to take it from the tree although it is in use.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="FuseMountException">The system or the helper refused.</exception>
    public static UnmountResult Unmount(string path, bool lazy)
    {
        var mountpoint = Mount.Mountpoint.Resolve(path);
        if (MountTable.Topmost(MountTable.Read(), mountpoint)?.FileSystemType is not TypeName)
            return UnmountResult.NotMounted;
        return DirectMount.TryUnmount(mountpoint, lazy) ?? HelperMount.Unmount(mountpoint, lazy);
    }

    /// <summary>The mount of this program at a path, the topmost one there; null where there is none.</summary>
    /// <param name="path">Its mountpoint.</param>
    /// <exception cref="FuseMountException"><c>/proc</c> is not there.</exception>
    public static MountEntry? Find(string path) =>
        MountTable.Topmost(MountTable.Read(), Mount.Mountpoint.Resolve(path)) is { FileSystemType: TypeName } found ? found : null;
}
