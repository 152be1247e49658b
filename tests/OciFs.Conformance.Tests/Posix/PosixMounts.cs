using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Posix;

/// <summary>
/// One tree four times: as a folder, as an image that OciFs has mounted, and as images of those of squashfs and erofs that this kernel has.
/// </summary>
public sealed class PosixMounts : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly MountPoint? ours;
    private readonly List<KernelImage> peers = [];

    public PosixMounts()
    {
        try
        {
            MakeTree();
            foreach (var type in KernelImage.Types)
                peers.Add(KernelImage.Mount(type, Folder, folder[$"{type}.img"], folder[type]));
            PosixImage.Write(folder["layout"], Folder, folder.Path);
            ours = Mount("-o", "allow_other");
        }
        catch
        {
            // xunit disposes of nothing whose constructor fails.
            Dispose();
            throw;
        }
    }

    /// <summary>The tree as it was made, on tmpfs.</summary>
    public string Folder => folder["tree"];

    /// <summary>The tree as OciFs shows it.</summary>
    public string Ours => ours!.Path;

    internal ProbeProgram Probe => new(folder["posix_probe"]);

    internal IReadOnlyList<KernelImage> Peers => peers;

    /// <summary>The image once more, with options of its own, where users other than root can reach it.</summary>
    internal MountPoint Mount(params string[] options)
    {
        var point = new MountPoint();
        File.SetUnixFileMode(Path.GetDirectoryName(point.Path)!, (UnixFileMode)0b111_101_101);
        point.Mount($"oci:{folder["layout"]}:posix", ["--rootfs", .. options]).Ok();
        return point;
    }

    /// <summary>An empty folder; its end comes with the mounts.</summary>
    public string Scratch(string name) => Directory.CreateDirectory(folder[$"scratch-{name}"]).FullName;

    public void Dispose()
    {
        ours?.Dispose();
        peers.ForEach(peer => peer.Dispose());
        Command.Run("umount", Folder);
        folder.Dispose();
    }

    private void MakeTree()
    {
        // Users other than root are to reach the mounts.
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(Folder);
        var program = ProbeProgram.Compile(folder["posix_probe"]);
        Command.Run("mount", "-t", "tmpfs", "-o", "mode=755", "tmpfs", Folder).Ok();
        Command.Run(Repository.Script("lib/posix-tree"), Folder, program.File).Ok();
        // Looked at as the mounts are, and kept from programs that would write.
        Command.Run("mount", "-o", "remount,ro,nosuid,nodev", Folder).Ok();
    }
}
