namespace OciFs.Fuse.Tests.Support;

/// <summary>An empty folder, gone with all it holds when disposed of. Whatever is still mounted on it is detached first.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ocifs fuse ").FullName;

    public void Dispose()
    {
        for (var i = 0; i < 8 && Shell.Run("findmnt", "--mountpoint", Path).ExitCode == 0; i++)
            Shell.Run("umount", "-l", Path);
        Directory.Delete(Path, recursive: true);
    }
}
