using System.Buffers;

namespace OciFs.Layers;

/// <summary>
/// The folder where what was computed of layers is kept (design §3). Its files can all be made again: whoever wants room may remove them
/// at any time, and a mount that has one open keeps it. Files are written beside and renamed, so that several processes can share it. They tell what
/// images somebody has, and the keys of checksums: nobody else may read them, and what others may write is not believed (<see cref="PrivateFile"/>).
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

    /// <summary>Has the folder there, and closed to others, where that can be had.</summary>
    public void TryMake()
    {
        try
        {
            _ = Prepare();
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
    /// <exception cref="IOException">It cannot be listed, or must not be used.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be listed.</exception>
    public IReadOnlyList<CachedFile> Prune(long bytes, TimeSpan age)
    {
        if (WhyNot() is { } why)
        {
            throw new IOException($"{Path}: {why}");
        }

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

    /// <summary>Why the folder must not be used, and what to do; null where it may, or is not there yet.</summary>
    internal string? WhyNot() => PrivateFile.WhyNot(Path);

    /// <summary>
    /// Opens a file that was written whole under this name, by its end, for reading; its bytes are not looked at. Null where there is none that may be used.
    /// </summary>
    internal FileStream? TryOpen(string name)
    {
        var file = TryOpenAny(name);
        try
        {
            if (file is not null && SealedFile.LengthOf(file, name) is not null)
            {
                return file;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // As good as none.
        }

        file?.Dispose();
        return null;
    }

    /// <summary>The bytes of a file as they were written under this name; notes the use. Null where there is none that may be used. The caller disposes them.</summary>
    internal MemoryManager<byte>? TryRead(string name)
    {
        try
        {
            using var file = TryOpenAny(name);
            return file is null ? null : SealedFile.TryOpen(file, name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>As <see cref="TryRead"/>, for a file of a few bytes.</summary>
    internal byte[]? TryReadSmall(string name)
    {
        if (TryRead(name) is not { } memory)
        {
            return null;
        }

        using (memory)
        {
            return memory.GetSpan().ToArray();
        }
    }

    /// <summary>Writes a file whole, or not at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="write">Writes its bytes, one at least, from the start.</param>
    /// <returns>Why not; null when it is there.</returns>
    internal string? TryWrite(string name, Action<Stream> write)
    {
        var beside = FullName($"{name}.{Unique()}");
        try
        {
            if (Prepare() is { } why)
            {
                return why;
            }

            if (!TryWriteNameless(name, beside, write))
            {
                using var file = PrivateFile.Create(beside);
                Write(file, name, write);
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
            if (Prepare() is not null)
            {
                return null;
            }

            if (NamelessFile.TryCreate(Path) is { } nameless)
            {
                return nameless;
            }

            var file = PrivateFile.Create(name);
            File.Delete(name);
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(name);
            return null;
        }
    }

    private bool TryWriteNameless(string name, string fullName, Action<Stream> write)
    {
        using var file = NamelessFile.TryCreate(Path);
        if (file is null)
        {
            return false;
        }

        Write(file, name, write);
        return NamelessFile.TryName(file, fullName);
    }

    private static void Write(FileStream file, string name, Action<Stream> write)
    {
        using var stream = new SealingStream(file);
        write(stream);
        stream.Seal(name);
    }

    /// <summary>Has the folder there; why it must not be used, if so.</summary>
    private string? Prepare()
    {
        if (WhyNot() is { } why)
        {
            return why;
        }

        PrivateFile.CreateFolder(Path);
        return WhyNot();
    }

    private FileStream? TryOpenAny(string name)
    {
        if (WhyNot() is not null || PrivateFile.TryOpen(FullName(name)) is not { } file)
        {
            return null;
        }

        TryNoteUse(file);
        return file;
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

    private static void TryNoteUse(FileStream file)
    {
        try
        {
            if (DateTime.UtcNow - File.GetLastAccessTimeUtc(file.SafeFileHandle) > NoteUse)
            {
                File.SetLastAccessTimeUtc(file.SafeFileHandle, DateTime.UtcNow);
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
