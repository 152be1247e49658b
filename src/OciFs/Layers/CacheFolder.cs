using System.Buffers;

namespace OciFs.Layers;

/// <summary>
/// The folder where what was computed of layers is kept (design §3). Its files can all be made again: whoever wants room may remove them
/// at any time, and a mount that has one open keeps it. Files are written beside and renamed, so that several processes can share it.
/// </summary>
/// <param name="path">The folder; need not be there.</param>
public sealed class CacheFolder(string path)
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    // A use is noted once an hour at most: more often would be writes for nothing.
    private static readonly TimeSpan NoteUse = TimeSpan.FromHours(1);

    // A file that was never renamed is of a process that died, or that still writes it.
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary><c>$OCIFS_CACHE</c>, else <c>$XDG_CACHE_HOME/ocifs</c>, else <c>~/.cache/ocifs</c>; null where none of them is told.</summary>
    public static CacheFolder? Default()
    {
        if (Environment.GetEnvironmentVariable("OCIFS_CACHE") is { Length: > 0 } own)
        {
            return new CacheFolder(System.IO.Path.GetFullPath(own));
        }

        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } shared && System.IO.Path.IsPathRooted(shared))
        {
            return new CacheFolder(System.IO.Path.Combine(shared, "ocifs"));
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : new CacheFolder(System.IO.Path.Combine(home, ".cache", "ocifs"));
    }

    /// <summary>Where its files lie.</summary>
    public string Path { get; } = System.IO.Path.Combine(path, "layers");

    /// <summary>Makes the folder where it is not there and can be made.</summary>
    public void TryMake()
    {
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Whoever writes to it is told.
        }
    }

    /// <summary>Its files; none where there is no such folder.</summary>
    /// <exception cref="IOException">It cannot be listed.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be listed.</exception>
    public IReadOnlyList<CachedFile> List()
    {
        var folder = new DirectoryInfo(Path);
        return folder.Exists ? [.. folder.EnumerateFiles().Where(IsOurs).Select(Describe).OfType<CachedFile>()] : [];
    }

    /// <summary>Removes what was not used for long, then what was used longest ago, until the rest is small enough.</summary>
    /// <param name="bytes">What may be left.</param>
    /// <param name="age">What is kept was used within this.</param>
    /// <returns>What was removed.</returns>
    public IReadOnlyList<CachedFile> Prune(long bytes, TimeSpan age)
    {
        var now = DateTime.UtcNow;
        List<CachedFile> removed = [];
        long kept = 0;
        foreach (var file in List().OrderByDescending(file => file.LastUsed))
        {
            var isOld = now - file.LastUsed > (file.IsWhole ? age : Abandoned < age ? Abandoned : age);
            kept += file.Size;
            if ((isOld || kept > bytes) && TryDelete(FullName(file.Name)))
            {
                removed.Add(file);
                kept -= isOld ? file.Size : 0;
            }
        }

        return removed;
    }

    /// <summary>Opens a file for reading and notes the use; null where there is none, or none that may be read.</summary>
    internal FileStream? TryOpen(string name)
    {
        try
        {
            var stream = new FileStream(FullName(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0);
            TryNoteUse(FullName(name));
            return stream;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Maps a file and notes the use; null where there is none, or none that can be mapped. The caller disposes it.</summary>
    internal MappedMemory? TryMap(string name)
    {
        using var file = TryOpen(name);
        if (file is null || file.Length is 0 or > int.MaxValue)
        {
            return null;
        }

        try
        {
            return new MappedMemory(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a file whole, or not at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Fills it, while it is empty and has another name.</param>
    /// <returns>Why not; null when it is there.</returns>
    internal string? TryWrite(string name, Action<FileStream> write)
    {
        var beside = FullName($"{name}.{Unique()}");
        try
        {
            if (!TryWriteNameless(beside, write))
            {
                using var file = Create(beside);
                write(file);
            }

            File.Move(beside, FullName(name), overwrite: true);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(beside);
            return error.Message;
        }
    }

    /// <summary>Creates an empty file for reading and writing that has no name and is gone when it is closed; null where none can be.</summary>
    internal FileStream? TryCreateNameless()
    {
        var name = FullName($"{new string('0', 64)}.sha256.scratch.{Unique()}");
        try
        {
            var file = Create(name);
            File.Delete(name);
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(name);
            return null;
        }
    }

    private bool TryWriteNameless(string fullName, Action<FileStream> write)
    {
        Directory.CreateDirectory(Path);
        using var file = NamelessFile.TryCreate(Path);
        if (file is null)
        {
            return false;
        }

        write(file);
        return NamelessFile.TryName(file, fullName);
    }

    private FileStream Create(string fullName)
    {
        Directory.CreateDirectory(Path);
        return new FileStream(fullName, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, 0);
    }

    private static string Unique() => $"{Environment.ProcessId}.{Guid.NewGuid():N}";

    private string FullName(string name) => System.IO.Path.Combine(Path, name);

    // Anything else in the folder is somebody else's.
    private static bool IsOurs(FileInfo file) => file.Name.Split('.') is [{ Length: 64 or 128 } hex, "sha256" or "sha512", ..]
        && !hex.AsSpan().ContainsAnyExcept(HexDigits);

    // Another process may take a file away, or give it its name, between the list and the look.
    private static CachedFile? Describe(FileInfo file)
    {
        try
        {
            return new CachedFile(file.Name, file.Length, Later(file.LastAccessTimeUtc, file.LastWriteTimeUtc));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static void TryNoteUse(string file)
    {
        try
        {
            if (DateTime.UtcNow - File.GetLastAccessTimeUtc(file) > NoteUse)
            {
                File.SetLastAccessTimeUtc(file, DateTime.UtcNow);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A cache that is only read cannot be pruned by use either.
        }
    }

    private static bool TryDelete(string file)
    {
        try
        {
            File.Delete(file);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
