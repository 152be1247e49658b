using OciFs.Unpacking;

namespace OciFs.Cli.Arguments;

/// <summary>Where <c>ocifs cp</c> copies to, by the rules of cp(1).</summary>
/// <param name="Folder">The folder that names are made in, as bytes.</param>
/// <param name="Name">What the one file is called there; null where each keeps its last name.</param>
/// <param name="IsSpecial">Whether it is a device or a pipe that content is written to.</param>
internal sealed record CopyTarget(byte[] Folder, byte[]? Name, bool IsSpecial = false)
{
    /// <summary>What DEST means.</summary>
    /// <param name="dest">The word.</param>
    /// <param name="isOneFolder">Whether there is one source, a folder.</param>
    /// <param name="isSeveral">Whether there are several sources.</param>
    /// <exception cref="UsageException">It has to be a folder, and is none.</exception>
    /// <exception cref="OciFsException">It cannot be looked at.</exception>
    public static CopyTarget Of(string dest, bool isOneFolder, bool isSeveral)
    {
        if (dest.Length == 0)
        {
            throw new UsageException("DEST is empty");
        }

        var path = ByteText.Encode(dest);
        var kind = HostPath.KindOf(path);
        if (kind is FileKind.Directory)
        {
            return new CopyTarget(path, null);
        }

        if (isSeveral || (dest.EndsWith('/') && !isOneFolder) || (kind is not null && dest.EndsWith('/')))
        {
            throw new UsageException($"{dest}: {(kind is null ? "there is no such folder" : "not a folder")}{(isSeveral ? ", and there are several files to copy" : string.Empty)}");
        }

        // The user's own link: what it leads to is meant, as with cp.
        path = HostPath.WithoutLinks(path.AsSpan().TrimEnd((byte)'/'));
        var slash = path.AsSpan().LastIndexOf((byte)'/');
        return new CopyTarget(slash < 0 ? "."u8.ToArray() : path[..(slash + 1)], path[(slash + 1)..], kind is not (null or FileKind.Regular));
    }

    /// <summary>The last name of a path; empty where it ends with none: then the content of the folder is meant.</summary>
    public static byte[] LastName(ReadOnlySpan<byte> path)
    {
        path = path.TrimEnd((byte)'/');
        var name = path[(path.LastIndexOf((byte)'/') + 1)..];
        return name.SequenceEqual("."u8) || name.SequenceEqual(".."u8) ? [] : name.ToArray();
    }
}
