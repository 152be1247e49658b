using OciFs.Images;

namespace OciFs.Cli.Arguments;

/// <summary>Finds the files of a path in which names are patterns, as a shell does (POSIX 2.14.3).</summary>
/// <param name="root">Where paths begin, and what none leads out of.</param>
/// <param name="followLast">Whether a symbolic link at the end of a path is followed.</param>
internal sealed class PathPattern(FileNode root, bool followLast)
{
    private readonly List<FoundFile> _found = [];

    /// <summary>All files of a path, by ascending bytes of each name.</summary>
    /// <param name="shown">What stands before each path that is given.</param>
    /// <param name="path">The path.</param>
    /// <exception cref="OciFsException">A folder on the way cannot be read.</exception>
    public List<FoundFile> Expand(ReadOnlySpan<byte> shown, ReadOnlySpan<byte> path)
    {
        Go([], path, shown.ToArray());
        return _found;
    }

    // What was found so far is a path without patterns.
    private void Go(ReadOnlySpan<byte> found, ReadOnlySpan<byte> rest, byte[] shown)
    {
        var start = Math.Max(0, rest.IndexOfAnyExcept((byte)'/'));
        byte[] before = [.. found, .. rest[..start]];
        rest = rest[start..];
        var length = rest.IndexOf((byte)'/') is >= 0 and var slash ? slash : rest.Length;
        var name = rest[..length];
        var after = rest[length..];
        if (!FilePattern.IsPattern(name) || FilePattern.TryParse(name, PatternRules.LeadingDotIsApart) is not { } pattern)
        {
            Continue([.. before, .. name], after, shown);
            return;
        }

        if (TryResolve(before.Length == 0 ? "/"u8.ToArray() : before, true) is not { Kind: FileKind.Directory } folder)
        {
            return;
        }

        foreach (var entry in folder.List())
        {
            if (pattern.Matches(entry.Name.Bytes.AsSpan()))
            {
                Continue([.. before, .. entry.Name.Bytes], after, shown);
            }
        }
    }

    private void Continue(byte[] found, ReadOnlySpan<byte> after, byte[] shown)
    {
        if (FilePattern.IsPattern(after))
        {
            Go(found, after, shown);
            return;
        }

        byte[] whole = [.. found, .. after];
        if (TryResolve(whole, followLast) is { } file)
        {
            _found.Add(new FoundFile([.. shown, .. whole], file));
        }
    }

    private FileNode? TryResolve(byte[] path, bool follow)
    {
        try
        {
            return root.Resolve(path, follow);
        }
        catch (OciFsException error) when (error.Error is OciFsError.NotFound or OciFsError.Invalid or OciFsError.LimitExceeded)
        {
            return null;
        }
    }
}
