namespace OciFs.Fuzz.Harnesses;

/// <summary>An entry as one line of text, so that two readers can be compared. Bytes are hexadecimal.</summary>
internal static class SeenEntry
{
    /// <summary>What the reference can tell too.</summary>
    public static string Common(in Tar.TarEntry entry) =>
        $"{entry.Type} {Hex(entry.Name)} -> {Hex(entry.LinkName)} {entry.Mode:x} {entry.Uid}:{entry.Gid} "
        + $"{entry.Modified.Seconds}.{entry.Modified.Nanoseconds:d9} "
        + $"{(entry.Type is Tar.TarEntryType.Regular ? entry.Size : 0)} {entry.DevMajor},{entry.DevMinor}";

    /// <summary>All of it.</summary>
    public static string Full(in Tar.TarEntry entry)
    {
        var rest = $"{Common(entry)} {entry.Size} {entry.HeaderOffset} {entry.DataOffset} {entry.StoredSize} {entry.Accessed} {entry.Changed}";
        foreach (var segment in entry.Segments)
            rest += $" {segment.Offset}+{segment.Length}";
        foreach (var xattr in entry.Xattrs)
            rest += $" {xattr.OnlyLibarchive}:{Hex(xattr.Name)}={Hex(xattr.Value)}";
        return rest;
    }

    /// <summary>An entry of the reference.</summary>
    public static string Common(Reference.TestEntry entry)
    {
        var type = TypeOf(entry.Type);
        return $"{type} {Hex(entry.Name.Span)} -> {Hex(entry.Target.Span)} {entry.Mode:x} {unchecked((uint)entry.Uid)}:{unchecked((uint)entry.Gid)} "
            + $"{entry.Modified.Seconds}.{entry.Modified.Nanoseconds:d9} "
            + $"{(type is Tar.TarEntryType.Regular ? entry.Content.Length : 0)} {entry.DeviceMajor},{entry.DeviceMinor}";
    }

    private static Tar.TarEntryType? TypeOf(Reference.EntryType type) => type switch
    {
        Reference.EntryType.File or Reference.EntryType.OldFile or Reference.EntryType.Contiguous or Reference.EntryType.GnuSparse =>
            Tar.TarEntryType.Regular,
        Reference.EntryType.HardLink => Tar.TarEntryType.HardLink,
        Reference.EntryType.Symlink => Tar.TarEntryType.Symlink,
        Reference.EntryType.CharacterDevice => Tar.TarEntryType.CharDevice,
        Reference.EntryType.BlockDevice => Tar.TarEntryType.BlockDevice,
        Reference.EntryType.Directory => Tar.TarEntryType.Directory,
        Reference.EntryType.Fifo => Tar.TarEntryType.Fifo,
        _ => null,
    };

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);
}
