using OciFs.Tar.Headers;

namespace OciFs.Tar.Pax;

/// <summary>
/// Header fields that PAX records replace. A value type: the local header of an entry starts as a copy of what the global ones said.
/// </summary>
internal struct PaxFields
{
    public ReadOnlyMemory<byte> Path, LinkPath;
    public long Size, Uid, Gid, DevMajor, DevMinor;
    public TarTime Modified, Accessed, Changed;
    private PaxKeys _present;

    public readonly bool Has(PaxKeys key) => (_present & key) == key;

    /// <summary>
    /// The field that <paramref name="key"/> names. <c>SCHILY.dev</c> is not here: star and libarchive write the device that the
    /// file was on with it; a device's own numbers are <c>devmajor</c> and <c>devminor</c>.
    /// </summary>
    public static PaxKeys KeyOf(ReadOnlySpan<byte> key) => key switch
    {
        _ when key.SequenceEqual("path"u8) => PaxKeys.Path,
        _ when key.SequenceEqual("linkpath"u8) => PaxKeys.LinkPath,
        _ when key.SequenceEqual("size"u8) => PaxKeys.Size,
        _ when key.SequenceEqual("uid"u8) => PaxKeys.Uid,
        _ when key.SequenceEqual("gid"u8) => PaxKeys.Gid,
        _ when key.SequenceEqual("mtime"u8) => PaxKeys.Modified,
        _ when key.SequenceEqual("atime"u8) => PaxKeys.Accessed,
        _ when key.SequenceEqual("ctime"u8) => PaxKeys.Changed,
        _ when key.SequenceEqual("SCHILY.devmajor"u8) => PaxKeys.DevMajor,
        _ when key.SequenceEqual("SCHILY.devminor"u8) => PaxKeys.DevMinor,
        _ => PaxKeys.None,
    };

    /// <summary>Takes one value; an empty one gives the field back to the header. False when the value cannot be.</summary>
    public bool TrySet(PaxKeys key, ReadOnlyMemory<byte> value)
    {
        if (value.IsEmpty)
        {
            _present &= ~key;
            return true;
        }

        _present |= key;
        return key switch
        {
            PaxKeys.Path => TrySetText(value, ref Path),
            PaxKeys.LinkPath => TrySetText(value, ref LinkPath),
            PaxKeys.Size => TarNumber.TryParseDecimal(value.Span, out Size),
            PaxKeys.Uid => TarNumber.TryParseDecimal(value.Span, out Uid),
            PaxKeys.Gid => TarNumber.TryParseDecimal(value.Span, out Gid),
            PaxKeys.DevMajor => TarNumber.TryParseDecimal(value.Span, out DevMajor),
            PaxKeys.DevMinor => TarNumber.TryParseDecimal(value.Span, out DevMinor),
            PaxKeys.Modified => PaxTime.TryParse(value.Span, out Modified),
            PaxKeys.Accessed => PaxTime.TryParse(value.Span, out Accessed),
            PaxKeys.Changed => PaxTime.TryParse(value.Span, out Changed),
            _ => throw new ArgumentOutOfRangeException(nameof(key), key, null),
        };
    }

    /// <summary>No path has a NUL in it; what comes after one would be lost on the way to a system call.</summary>
    private static bool TrySetText(ReadOnlyMemory<byte> value, ref ReadOnlyMemory<byte> field)
    {
        field = value;
        return !value.Span.Contains((byte)0);
    }
}
