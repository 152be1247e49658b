using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Mounts;

/// <summary>An empty folder to mount on; what is mounted there when it is disposed is unmounted.</summary>
internal sealed class MountPoint : IDisposable
{
    private readonly TempFolder folder = new();

    public MountPoint() => Directory.CreateDirectory(Path);

    public string Path => folder["mnt"];

    /// <summary>A path in the mount.</summary>
    public string this[string path] => System.IO.Path.Combine(Path, path);

    /// <summary>A new mount point with a source mounted on it in the background.</summary>
    public static MountPoint Of(string source, params string[] options)
    {
        var point = new MountPoint();
        point.Mount(source, options).Ok();
        return point;
    }

    /// <summary>Runs <c>ocifs mount</c>.</summary>
    public CommandResult Mount(string source, params string[] options) => Command.Ocifs(["mount", .. options, source, Path]);

    /// <summary>Runs <c>ocifs umount</c>.</summary>
    public CommandResult Unmount() => Command.Ocifs("umount", Path);

    public void Dispose()
    {
        if (MountTable.Contains(Path) && Unmount().ExitCode != 0)
            Command.Run("umount", "--lazy", Path);
        folder.Dispose();
    }
}
