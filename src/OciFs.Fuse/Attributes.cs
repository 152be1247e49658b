namespace OciFs.Fuse;

/// <summary>What <c>stat</c> tells of a file.</summary>
public readonly record struct Attributes
{
    /// <summary>The inode number that programs see; independent of the node id.</summary>
    public required ulong Inode { get; init; }

    /// <summary>Type and permission bits as in <c>st_mode</c> (<c>0100644</c> octal for a plain file).</summary>
    public required uint Mode { get; init; }

    /// <summary>Length in bytes.</summary>
    public ulong Size { get; init; }

    /// <summary>Space taken, in units of 512 bytes.</summary>
    public ulong Blocks { get; init; }

    /// <summary>Number of names.</summary>
    public uint LinkCount { get; init; }

    /// <summary>Owner, as the mount's user namespace numbers users.</summary>
    public uint UserId { get; init; }

    /// <summary>Group, likewise.</summary>
    public uint GroupId { get; init; }

    /// <summary>The device that a device file stands for.</summary>
    public DeviceNumber Device { get; init; }

    /// <summary>Preferred size of a read in bytes; 0 for the kernel's own choice.</summary>
    public uint BlockSize { get; init; }

    /// <summary>Time of last access.</summary>
    public UnixTime AccessTime { get; init; }

    /// <summary>Time of last change of the content.</summary>
    public UnixTime ModificationTime { get; init; }

    /// <summary>Time of last change of the attributes.</summary>
    public UnixTime ChangeTime { get; init; }

    /// <summary>The type bits of <see cref="Mode"/>.</summary>
    public FileType Type => (FileType)((Mode >> 12) & 0xf);
}
