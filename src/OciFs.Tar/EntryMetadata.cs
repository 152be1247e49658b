using OciFs.Tar.Headers;
using OciFs.Tar.Pax;

namespace OciFs.Tar;

/// <summary>The numbers of an entry beside its sizes: from its PAX records where they have them, else from its header.</summary>
internal struct EntryMetadata
{
    public long Mode, Uid, Gid, DevMajor, DevMinor;
    public TarTime Modified;
    public TarTime? Accessed, Changed;

    /// <summary>Reads them all. A field that PAX replaces is not looked at: writers put anything there.</summary>
    public static Fault? TryRead(TarHeader header, ref readonly PaxFields pax, bool isDevice, out EntryMetadata metadata)
    {
        metadata = default;
        if (!TarNumber.TryParseField(header.Mode, out metadata.Mode))
            return BadNumber("mode"u8);
        if (!TryRead(in pax, PaxKeys.Uid, pax.Uid, header.Uid, out metadata.Uid))
            return BadNumber("uid"u8);
        if (!TryRead(in pax, PaxKeys.Gid, pax.Gid, header.Gid, out metadata.Gid))
            return BadNumber("gid"u8);
        if (!TryReadTime(in pax, PaxKeys.Modified, pax.Modified, header.Modified, out var modified))
            return BadNumber("mtime"u8);
        if (!TryReadTime(in pax, PaxKeys.Accessed, pax.Accessed, header.Accessed, out metadata.Accessed))
            return BadNumber("atime"u8);
        if (!TryReadTime(in pax, PaxKeys.Changed, pax.Changed, header.Changed, out metadata.Changed))
            return BadNumber("ctime"u8);

        metadata.Modified = modified.GetValueOrDefault();
        return isDevice ? TryReadDevice(header, in pax, ref metadata) : null;
    }

    public static Fault BadNumber(ReadOnlySpan<byte> field, bool losesPosition = false) =>
        new(TarProblemKind.BadNumber, field.ToArray(), LosesPosition: losesPosition);

    /// <summary>Only a device's numbers: other entries have anything there, and v7 headers the rest of an unfinished block.</summary>
    private static Fault? TryReadDevice(TarHeader header, ref readonly PaxFields pax, ref EntryMetadata metadata)
    {
        var isV7 = header.Dialect == TarDialect.V7;
        if (!TryRead(in pax, PaxKeys.DevMajor, pax.DevMajor, isV7 ? "\0"u8 : header.DevMajor, out metadata.DevMajor))
            return BadNumber("devmajor"u8);
        if (!TryRead(in pax, PaxKeys.DevMinor, pax.DevMinor, isV7 ? "\0"u8 : header.DevMinor, out metadata.DevMinor))
            return BadNumber("devminor"u8);
        return null;
    }

    private static bool TryRead(ref readonly PaxFields pax, PaxKeys key, long replacement, ReadOnlySpan<byte> field, out long value)
    {
        value = replacement;
        return pax.Has(key) || TarNumber.TryParseField(field, out value);
    }

    private static bool TryReadTime(
        ref readonly PaxFields pax, PaxKeys key, TarTime replacement, ReadOnlySpan<byte> field, out TarTime? time)
    {
        time = replacement;
        if (pax.Has(key))
            return true;
        time = null;
        if (field.IsEmpty)
            return true;
        if (!TarNumber.TryParseField(field, out var seconds))
            return false;
        time = new TarTime(seconds, 0);
        return true;
    }
}
