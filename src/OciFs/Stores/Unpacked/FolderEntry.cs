namespace OciFs.Stores.Unpacked;

/// <summary>What a folder has under a name.</summary>
/// <param name="Status">As statx(2), the last name not followed.</param>
/// <param name="Target">Of a symbolic link; else empty.</param>
/// <param name="Xattrs">Its extended attributes, by name, all of them.</param>
internal sealed record FolderEntry(FileStatus.StatX Status, byte[] Target, SortedDictionary<string, byte[]> Xattrs)
{
    /// <summary>Type and permission bits, as the layer means them.</summary>
    public uint Mode { get; init; } = Status.Mode;

    /// <summary>Owner, as the layer means it.</summary>
    public uint Uid { get; init; } = Status.Uid;

    /// <summary>Group, as the layer means it.</summary>
    public uint Gid { get; init; } = Status.Gid;

    /// <summary>Major number of a device.</summary>
    public uint Major { get; init; } = Status.SpecialMajor;

    /// <summary>Minor number of a device.</summary>
    public uint Minor { get; init; } = Status.SpecialMinor;

    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => UnixMode.IsDirectory(Mode);

    /// <summary>Which file it is, among those with several names.</summary>
    public (ulong Inode, uint Major, uint Minor) Identity => (Status.Inode, Status.DeviceMajor, Status.DeviceMinor);
}
