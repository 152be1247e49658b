namespace OciFs.Fuse.Mount;

/// <summary>
/// One mount of this program, known by its connection: where its folder is renamed to it is found, and what somebody else has mounted at its place is never taken for
/// it. Nothing here asks the server.
/// </summary>
/// <param name="mountpoint">Where it was mounted, absolute and without symbolic links.</param>
/// <param name="connection">Its connection (<see cref="MountEntry.Minor"/>); null where that could not be had: then the place counts.</param>
public sealed class MountControl(string mountpoint, uint? connection) : IMountControl
{
    /// <summary>Where it was mounted.</summary>
    public string Mountpoint => mountpoint;

    /// <summary>Its connection.</summary>
    public uint? Connection => connection;

    /// <summary>The control of what has just been mounted.</summary>
    /// <param name="mountpoint">Where, absolute and without symbolic links.</param>
    public static MountControl Of(string mountpoint)
    {
        try
        {
            return new MountControl(mountpoint, MountTable.Topmost(MountTable.Read(), mountpoint)?.Minor);
        }
        catch (FuseMountException)
        {
            // It is mounted and can be served; what cannot be had is its control.
            return new MountControl(mountpoint, null);
        }
    }

    /// <summary>Its line of the mount table; null where it is in no tree any more.</summary>
    /// <exception cref="FuseMountException"><c>/proc</c> is not there.</exception>
    public MountEntry? Find()
    {
        var own = MountTable.ReadOwn().Where(entry => connection is null ? IsThere(entry) : entry.Minor == connection).ToList();
        return own.Find(IsThere) ?? own.FirstOrDefault();
    }

    /// <inheritdoc/>
    public UnmountResult Unmount(bool lazy)
    {
        if (Find() is not { Mountpoint: var path, Id: var id } || MountTable.Topmost(MountTable.Read(), path)?.Id != id)
            return UnmountResult.NotMounted;
        return DirectMount.TryUnmount(path, lazy) ?? HelperMount.Unmount(path, lazy);
    }

    /// <inheritdoc/>
    /// <remarks>By the control filesystem (<c>Documentation/filesystems/fuse.rst</c>), which also knows a connection that is in no tree any more.</remarks>
    public bool TryAbort()
    {
        if (connection is null)
            return false;
        try
        {
            File.WriteAllText($"/sys/fs/fuse/connections/{connection}/abort", "1");
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool IsThere(MountEntry entry) => string.Equals(entry.Mountpoint, mountpoint, StringComparison.Ordinal);
}
