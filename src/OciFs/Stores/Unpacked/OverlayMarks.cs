using System.Globalization;
using System.Text;

namespace OciFs.Stores.Unpacked;

/// <summary>
/// What overlay file systems write into a layer's folder about the layers below: the kernel's (Documentation/filesystems/overlayfs.rst) by
/// <c>trusted.overlay.*</c> or, mounted by others than root, <c>user.overlay.*</c>; fuse-overlayfs by <c>user.fuseoverlayfs.*</c>, with owners
/// and modes of containers/storage in <c>user.containers.override_stat</c>.
/// </summary>
/// <param name="ofUsers">Whether the folder was written by another user than root: what has the names <c>user.*</c> is an image's own attribute else, which it may have to deceive.</param>
internal sealed class OverlayMarks(bool ofUsers)
{
    private const string Trusted = "trusted.overlay.", User = "user.overlay.", Fuse = "user.fuseoverlayfs.";
    private const string OverrideStat = "user.containers.override_stat";

    /// <summary>Label of the machine that unpacked the layer, never of the image.</summary>
    private const string Selinux = "security.selinux";

    /// <summary>Whether the name is hidden in all layers below, and nothing stands there: a character device 0/0, or an empty file marked so.</summary>
    public bool IsWhiteout(FolderEntry entry) =>
        ((entry.Mode & UnixMode.TypeMask) == UnixMode.CharacterDevice && entry is { Major: 0, Minor: 0 })
        || (UnixMode.IsRegular(entry.Mode) && entry.Status.Size == 0 && Find(entry, "whiteout") is not null);

    /// <summary>Whether nothing of the layers below is seen in a directory.</summary>
    public bool IsOpaque(FolderEntry entry) => entry.IsDirectory && Find(entry, "opaque") is { } value && value.AsSpan().SequenceEqual("y"u8);

    /// <summary>Where the directory, or the content of a file, stands in the layers below, if not at its own path: absolute, or beside it; null where it does not say.</summary>
    public byte[]? Redirect(FolderEntry entry) => Find(entry, "redirect") is { Length: > 0 } path ? path : null;

    /// <summary>Whether a file has its attributes here and its content in a layer below.</summary>
    public bool IsMetadataOnly(FolderEntry entry) => UnixMode.IsRegular(entry.Mode) && Find(entry, "metacopy") is not null;

    /// <summary>The attributes that are the layer's own.</summary>
    public IEnumerable<(byte[] Name, byte[] Value)> OwnXattrs(FolderEntry entry)
    {
        foreach (var (name, value) in entry.Xattrs)
        {
            if (OwnName(name) is { } own)
            {
                yield return (Encoding.Latin1.GetBytes(own), value);
            }
        }
    }

    /// <summary>The entry with owner and mode that <c>override_stat</c> says: <c>uid:gid:mode[:type[-major-minor]]</c>, the mode in octal.</summary>
    public FolderEntry Overridden(FolderEntry entry)
    {
        if (!ofUsers || !entry.Xattrs.TryGetValue(OverrideStat, out var value))
        {
            return entry;
        }

        var fields = Encoding.Latin1.GetString(value).Split(':');
        if (fields.Length < 3 || !uint.TryParse(fields[0], CultureInfo.InvariantCulture, out var uid)
            || !uint.TryParse(fields[1], CultureInfo.InvariantCulture, out var gid) || !TryParseOctal(fields[2], out var mode))
        {
            return entry;
        }

        var type = fields.Length > 3 ? fields[3].Split('-') : [""];
        uint major = 0, minor = 0;
        var hasDevice = type.Length == 3 && uint.TryParse(type[1], CultureInfo.InvariantCulture, out major)
            && uint.TryParse(type[2], CultureInfo.InvariantCulture, out minor);
        return entry with
        {
            Uid = uid,
            Gid = gid,
            Mode = TypeOf(type[0], entry.Mode) | (mode & UnixMode.PermissionMask),
            Major = hasDevice ? major : entry.Major,
            Minor = hasDevice ? minor : entry.Minor,
        };
    }

    private static uint TypeOf(string name, uint mode) => name switch
    {
        "dir" => UnixMode.Directory,
        "file" => UnixMode.Regular,
        "symlink" => UnixMode.SymbolicLink,
        "pipe" => UnixMode.Fifo,
        "char" => UnixMode.CharacterDevice,
        "block" => UnixMode.BlockDevice,
        _ => mode & UnixMode.TypeMask,
    };

    private static bool TryParseOctal(string digits, out uint value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7' || value > UnixMode.TypeMask)
            {
                return false;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return digits.Length > 0;
    }

    private byte[]? Find(FolderEntry entry, string mark) => entry.Xattrs.GetValueOrDefault(Trusted + mark)
        ?? (ofUsers ? entry.Xattrs.GetValueOrDefault(User + mark) ?? entry.Xattrs.GetValueOrDefault(Fuse + mark) : null);

    // An overlay within an overlay has its own marks with one more "overlay." before them.
    private string? OwnName(string name)
    {
        foreach (var prefix in ofUsers ? (ReadOnlySpan<string>)[Trusted, User] : [Trusted])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                const string nested = "overlay.";
                var rest = name[prefix.Length..];
                return rest.StartsWith(nested, StringComparison.Ordinal) ? prefix + rest[nested.Length..] : null;
            }
        }

        return name == Selinux || (ofUsers && (name == OverrideStat || name.StartsWith(Fuse, StringComparison.Ordinal))) || name.Contains('=', StringComparison.Ordinal) ? null : name;
    }
}
