namespace OciFs.Layers;

/// <content>For any system.</content>
internal static partial class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Opens a file for reading; null where it is not there, cannot be read or may be another's.</summary>
    public static FileStream? TryOpen(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0) : null;
        }

        return TryOpenLinux(path) is { } handle ? new FileStream(handle, FileAccess.Read, 0) : null;
    }

    /// <summary>Creates a file that nobody else may read, for reading and writing.</summary>
    /// <exception cref="IOException">It is there, or cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    /// <summary>Creates a folder, and the one it stands in, that nobody else may look into.</summary>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        const UnixFileMode Mode = OwnerOnly | UnixFileMode.UserExecute;
        if (Path.GetDirectoryName(path) is { } parent)
        {
            Directory.CreateDirectory(parent, Mode);
        }

        Directory.CreateDirectory(path, Mode);
    }

    /// <summary>Why a folder must not be used, and what to do; null where it may, or is not there.</summary>
    public static string? WhyNot(string folder) => OperatingSystem.IsLinux() ? WhyNotLinux(folder) : null;
}
