namespace OciFs.Tar.Writing;

/// <summary>What <see cref="TarHeaderWriter"/> writes of an entry.</summary>
public ref struct TarHeaderFields
{
    /// <summary>Type flag (POSIX.1-2017 pax, "typeflag").</summary>
    public byte Type { get; set; }

    /// <summary>Path.</summary>
    public ReadOnlySpan<byte> Name { get; set; }

    /// <summary>Target of a link.</summary>
    public ReadOnlySpan<byte> LinkName { get; set; }

    /// <summary>Permission bits.</summary>
    public long Mode { get; set; }

    /// <summary>Owner.</summary>
    public long Uid { get; set; }

    /// <summary>Group.</summary>
    public long Gid { get; set; }

    /// <summary>Bytes of content; of a sparse file as it is read, holes included.</summary>
    public long Size { get; set; }

    /// <summary>Time of last modification, in seconds since 1970.</summary>
    public long ModifiedSeconds { get; set; }

    /// <summary>The nanoseconds to be added to these.</summary>
    public int ModifiedNanoseconds { get; set; }

    /// <summary>Major number of a device.</summary>
    public long DeviceMajor { get; set; }

    /// <summary>Minor number of a device.</summary>
    public long DeviceMinor { get; set; }

    /// <summary>Whether only <see cref="Segments"/> of a file are stored, back to back; they follow as its content.</summary>
    public bool IsSparse { get; set; }

    /// <summary>What is stored of a sparse file, ascending, none empty, none beyond <see cref="Size"/>; each of whole blocks, but for the end of the file.</summary>
    public ReadOnlySpan<SparseSegment> Segments { get; set; }
}
