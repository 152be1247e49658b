using OciFs.Conformance.Tests.Programs;
using OciFs.Fuse.Mount;
using OciFs.Fuse.Session;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Disks;

/// <summary>A folder mounted as a disk that fails on command. When it is disposed of nothing hangs any more and nothing stays mounted.</summary>
internal sealed class FaultyDisk : IDisposable
{
    private readonly TempFolder point = new();
    private readonly FaultyFiles files;
    private readonly FuseSession session;

    public FaultyDisk(string folder)
    {
        files = new FaultyFiles(folder);
        session = FuseSession.Start(files, Directory.CreateDirectory(point["disk"]).FullName, new MountOptions(), new SessionOptions());
    }

    /// <summary>Where it is mounted.</summary>
    public string Path => session.Mountpoint;

    /// <summary>Requests that have hung so far.</summary>
    public int Hung => files.Hung;

    /// <summary>Has the reads of a file fail from the one of this number on; what the kernel has of it is forgotten.</summary>
    public void Arm(string path, DiskFault fault, int from = 1)
    {
        var node = files.NodeOf(path);
        files.Arm(node, fault, from);
        session.Notifier.InvalidateInode(node);
    }

    /// <summary>Has all go on that hangs or fails, and the kernel forget what it has of the files.</summary>
    public void Release()
    {
        foreach (var node in files.Release())
            session.Notifier.InvalidateInode(node);
    }

    public void Dispose()
    {
        Release();
        session.Dispose();
        if (Mounts.MountTable.Contains(Path))
            Command.Run("umount", "--lazy", Path);
        point.Dispose();
    }
}
