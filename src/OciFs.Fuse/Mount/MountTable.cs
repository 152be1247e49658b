using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace OciFs.Fuse.Mount;

/// <summary>The mounts that this process sees.</summary>
public static class MountTable
{
    private const string Path = "/proc/self/mountinfo";

    /// <summary>All mounts, oldest first.</summary>
    /// <returns>The kernel's table at this moment.</returns>
    /// <exception cref="FuseMountException"><c>/proc</c> is not there.</exception>
    public static IReadOnlyList<MountEntry> Read()
    {
        try
        {
            return Parse(File.ReadAllBytes(Path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FuseMountException(FuseMountError.Refused, $"{Path} cannot be read ({exception.Message})");
        }
    }

    /// <summary>The mounts of this program, oldest first.</summary>
    /// <returns>Those of type <see cref="FuseMount.TypeName"/>.</returns>
    /// <exception cref="FuseMountException"><c>/proc</c> is not there.</exception>
    public static IReadOnlyList<MountEntry> ReadOwn() => [.. Read().Where(entry => entry.FileSystemType is FuseMount.TypeName)];

    /// <summary>Takes a table apart.</summary>
    /// <param name="table">The file's bytes; lines that do not have its form are left out.</param>
    /// <returns>The entries in order.</returns>
    public static IReadOnlyList<MountEntry> Parse(ReadOnlySpan<byte> table)
    {
        var entries = new List<MountEntry>();
        foreach (var line in table.Split((byte)'\n'))
        {
            if (TryParseLine(table[line], out var entry))
                entries.Add(entry);
        }
        return entries;
    }

    /// <summary>The mount that a path's own lookup ends in.</summary>
    /// <param name="table">The table.</param>
    /// <param name="mountpoint">An absolute path without symbolic links.</param>
    /// <returns>The topmost mount right there; null when there is none.</returns>
    internal static MountEntry? Topmost(IReadOnlyList<MountEntry> table, string mountpoint)
    {
        var there = table.Where(entry => string.Equals(entry.Mountpoint, mountpoint, StringComparison.Ordinal)).ToList();
        // Of several, each but one is the parent of another.
        return there.Find(entry => there.TrueForAll(other => other.ParentId != entry.Id || other == entry));
    }

    private static bool TryParseLine(ReadOnlySpan<byte> line, [NotNullWhen(true)] out MountEntry? entry)
    {
        entry = null;
        var rest = line;
        if (!TryNumber(ref rest, out var id) || !TryNumber(ref rest, out var parent) || !TryDevice(ref rest, out var major, out var minor)
            || !TryField(ref rest, out var root) || !TryField(ref rest, out var mountpoint) || !TryField(ref rest, out var options))
            return false;
        // Optional fields (shared:1, master:2…) end at a lone hyphen.
        while (true)
        {
            if (!TryField(ref rest, out var optional))
                return false;
            if (optional is "-")
                break;
        }
        if (!TryField(ref rest, out var type) || !TryField(ref rest, out var source))
            return false;
        entry = new MountEntry(id, parent, major, minor, root, mountpoint, options, type, source, Unescape(rest));
        return true;
    }

    private static bool TryField(ref ReadOnlySpan<byte> rest, out string field)
    {
        var end = rest.IndexOf((byte)' ');
        field = end < 0 ? "" : Unescape(rest[..end]);
        rest = end < 0 ? rest : rest[(end + 1)..];
        return end >= 0;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out int number)
    {
        if (!Utf8Parser.TryParse(rest, out number, out var used) || used == rest.Length || rest[used] != ' ')
            return false;
        rest = rest[(used + 1)..];
        return true;
    }

    private static bool TryDevice(ref ReadOnlySpan<byte> rest, out uint major, out uint minor)
    {
        minor = 0;
        if (!Utf8Parser.TryParse(rest, out major, out var used) || used == rest.Length || rest[used] != ':')
            return false;
        rest = rest[(used + 1)..];
        if (!Utf8Parser.TryParse(rest, out minor, out used) || used == rest.Length || rest[used] != ' ')
            return false;
        rest = rest[(used + 1)..];
        return true;
    }

    /// <summary>The kernel writes space, tab, newline, backslash and hash as backslash and three octal digits (<c>mangle</c>).</summary>
    private static string Unescape(ReadOnlySpan<byte> field)
    {
        if (!field.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(field);
        var bytes = new byte[field.Length];
        var length = 0;
        for (var i = 0; i < field.Length; i++)
        {
            var escaped = field[i] == '\\' && i + 3 < field.Length && !field.Slice(i + 1, 3).ContainsAnyExceptInRange((byte)'0', (byte)'7');
            bytes[length++] = escaped ? (byte)(((field[i + 1] & 7) << 6) | ((field[i + 2] & 7) << 3) | (field[i + 3] & 7)) : field[i];
            i += escaped ? 3 : 0;
        }
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
