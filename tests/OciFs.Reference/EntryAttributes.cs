namespace OciFs.Reference;

/// <summary>What an entry says of a file besides its type and content.</summary>
/// <param name="Mode">Permission bits with setuid, setgid and sticky.</param>
/// <param name="Implied">For a directory that no entry names, only paths below it do.</param>
public sealed record EntryAttributes(
    uint Mode, uint Uid, uint Gid, TarTime Modified, IReadOnlyDictionary<ByteString, ByteString> Xattrs, bool Implied)
{
    private const uint PermissionMask = 0xfff;

    /// <summary>An entry's own; owners are taken modulo 2^32.</summary>
    public static EntryAttributes Of(TestEntry entry) => new(
        entry.Mode & PermissionMask, unchecked((uint)entry.Uid), unchecked((uint)entry.Gid), entry.Modified, entry.Xattrs, Implied: false);

    /// <summary>Those of a directory that only the paths below it tell of.</summary>
    /// <param name="first">Time of the first entry below it.</param>
    public static EntryAttributes OfImplied(TarTime first) => new(0b111_101_101, 0, 0, first, Reference.Xattrs.None, Implied: true);
}
