using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Commands;

/// <summary>A folder of an ext4 that takes names for the same which differ in case only; unmounted when disposed. Root only.</summary>
internal sealed class FoldingDisk : IDisposable
{
    private readonly string mountPoint;

    private FoldingDisk(string mountPoint) => this.mountPoint = mountPoint;

    public string Path => System.IO.Path.Combine(mountPoint, "folded");

    /// <summary>Null where the kernel has none.</summary>
    public static FoldingDisk? TryMake(string path)
    {
        Directory.CreateDirectory(path);
        var made = Command.Shell(
            """
            set -e
            truncate -s 16M "$1.img"
            mkfs.ext4 -q -O casefold "$1.img"
            mount -o loop "$1.img" "$1"
            mkdir "$1/folded"
            chattr +F "$1/folded" || { umount "$1"; exit 1; }
            """,
            path);
        return made.ExitCode == 0 ? new FoldingDisk(path) : null;
    }

    public void Dispose() => Command.Run("umount", mountPoint);
}
