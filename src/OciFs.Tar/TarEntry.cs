namespace OciFs.Tar;

/// <summary>
/// One entry of an archive with every header and extension applied. Its spans point into the scanner's buffers and are valid only
/// during <see cref="ITarSink.Entry"/>.
/// </summary>
public readonly ref struct TarEntry
{
    /// <summary>The path as the archive has it: raw bytes without NUL, not cleaned, possibly empty or with <c>..</c> in it.</summary>
    public ReadOnlySpan<byte> Name { get; internal init; }

    /// <summary>The target of a <see cref="TarEntryType.HardLink"/> or <see cref="TarEntryType.Symlink"/>, raw; else empty.</summary>
    public ReadOnlySpan<byte> LinkName { get; internal init; }

    /// <summary>What the entry is.</summary>
    public TarEntryType Type { get; internal init; }

    /// <summary>Permissions with setuid, setgid and sticky: the header's mode under 07777.</summary>
    public int Mode { get; internal init; }

    /// <summary>The owner, modulo 2^32 as container tools take it.</summary>
    public uint Uid { get; internal init; }

    /// <summary>The group, modulo 2^32.</summary>
    public uint Gid { get; internal init; }

    /// <summary>Bytes of the file as it is read, holes included; 0 for what is no regular file.</summary>
    public long Size { get; internal init; }

    /// <summary>
    /// Where the stored content begins: bytes from the start of the archive. A sparse map in the content area lies before it.
    /// </summary>
    public long DataOffset { get; internal init; }

    /// <summary>Bytes stored from <see cref="DataOffset"/> on; less than <see cref="Size"/> where there are holes.</summary>
    public long StoredSize { get; internal init; }

    /// <summary>Last change of the content.</summary>
    public TarTime Modified { get; internal init; }

    /// <summary>Last access, where the archive tells it.</summary>
    public TarTime? Accessed { get; internal init; }

    /// <summary>Last change of the inode, where the archive tells it.</summary>
    public TarTime? Changed { get; internal init; }

    /// <summary>Major number of a device; else 0.</summary>
    public uint DevMajor { get; internal init; }

    /// <summary>Minor number of a device; else 0.</summary>
    public uint DevMinor { get; internal init; }

    /// <summary>The extended attributes.</summary>
    public TarXattrs Xattrs { get; internal init; }

    /// <summary>Whether <see cref="Segments"/> says what is stored. If not, all of it is.</summary>
    public bool IsSparse { get; internal init; }

    /// <summary>
    /// The stored runs of a sparse file, ascending, without overlap, none beyond <see cref="Size"/>, stored back to back from
    /// <see cref="DataOffset"/> on: their lengths add up to <see cref="StoredSize"/>. Empty with <see cref="IsSparse"/>: one hole.
    /// </summary>
    public ReadOnlySpan<SparseSegment> Segments { get; internal init; }

    /// <summary>Where the entry's own header is (not the extension headers before it): bytes from the start of the archive.</summary>
    public long HeaderOffset { get; internal init; }

    /// <summary>Whether <see cref="Name"/> ends with a slash.</summary>
    public bool NameEndsWithSlash => Name is [.., (byte)'/'];
}
