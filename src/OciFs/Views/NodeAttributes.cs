namespace OciFs.Views;

/// <summary>A time of a file.</summary>
/// <param name="Seconds">Since 1970, may be negative.</param>
/// <param name="Nanoseconds">0 to 999,999,999.</param>
public readonly record struct NodeTime(long Seconds, int Nanoseconds)
{
    /// <summary>From a date.</summary>
    public static NodeTime From(DateTimeOffset date)
    {
        var seconds = date.ToUnixTimeSeconds();
        return new NodeTime(seconds, (int)((date - DateTimeOffset.FromUnixTimeSeconds(seconds)).Ticks * 100));
    }
}

/// <summary>What stat(2) tells of a file.</summary>
public struct NodeAttributes
{
    /// <summary>Number of the file, the same in every mount of the same content; never 0.</summary>
    public ulong Inode { get; set; }

    /// <summary>Type and permission bits (<see cref="UnixMode"/>).</summary>
    public uint Mode { get; set; }

    /// <summary>Names of the file; of a folder that no layer made, 1.</summary>
    public uint Links { get; set; }

    /// <summary>Owner.</summary>
    public uint Uid { get; set; }

    /// <summary>Group.</summary>
    public uint Gid { get; set; }

    /// <summary>Bytes.</summary>
    public long Size { get; set; }

    /// <summary>Units of 512 bytes that hold data; a sparse file's holes do not count.</summary>
    public long Blocks { get; set; }

    /// <summary>Time of last access.</summary>
    public NodeTime Accessed { get; set; }

    /// <summary>Time of last modification.</summary>
    public NodeTime Modified { get; set; }

    /// <summary>Time of last change.</summary>
    public NodeTime Changed { get; set; }

    /// <summary>Of a device, its major number.</summary>
    public uint DeviceMajor { get; set; }

    /// <summary>Of a device, its minor number.</summary>
    public uint DeviceMinor { get; set; }

    /// <summary>Of a device, both as the C library puts them together (makedev of sys/sysmacros.h).</summary>
    public readonly ulong DeviceNumber =>
        ((DeviceMajor & 0xFFFFF000UL) << 32) | ((DeviceMajor & 0xFFFUL) << 8) | ((DeviceMinor & 0xFFFFFF00UL) << 12) | (DeviceMinor & 0xFFUL);

    /// <summary>Whether these attributes may be other ones a moment later.</summary>
    public bool MayChange { get; set; }

    /// <summary>Whether only number and type are known yet: nothing else of these is to be shown.</summary>
    public bool IsProvisional { get; set; }
}
