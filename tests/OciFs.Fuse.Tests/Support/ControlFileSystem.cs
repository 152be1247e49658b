namespace OciFs.Fuse.Tests.Support;

/// <summary>Makes sure that <c>/sys/fs/fuse/connections</c> is there, as it is on most systems.</summary>
internal sealed class ControlFileSystem : IDisposable
{
    private const string Path = "/sys/fs/fuse/connections";

    private readonly bool _mounted = Shell.Run("mountpoint", "-q", Path).ExitCode != 0;

    public ControlFileSystem()
    {
        if (_mounted)
            Shell.Output("mount -t fusectl fusectl \"$1\"", Path);
    }

    public void Dispose()
    {
        if (_mounted)
            Shell.Output("umount \"$1\"", Path);
    }
}
