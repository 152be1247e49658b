using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Posix;

/// <summary>The tree as an image of a kernel filesystem, mounted through a loop device as OciFs mounts: read-only, without set-user-id and devices.</summary>
internal sealed class KernelImage : IDisposable
{
    // Blocks of 4 KiB, so that both keep holes as small as tar does. mkfs.erofs copies chunks from its own temporary file with
    // copy_file_range alone: the image must begin on the filesystem of /tmp; and that of Debian 12 cuts names of 255 bytes and then misses
    // the file. mksquashfs has no place for ACLs and says so.
    private static readonly Dictionary<string, string> Makers = new(StringComparer.Ordinal)
    {
        ["squashfs"] = "mksquashfs \"$1\" \"$2\" -noappend -no-progress -quiet -b 4096 2>/dev/null",
        ["erofs"] = """
            image=$(TMPDIR=/tmp mktemp)
            TMPDIR=/tmp mkfs.erofs --quiet --chunksize=4096 --exclude-regex='names/n{255}$' "$image" "$1" && mv "$image" "$2"
            """,
    };

    private KernelImage(string type, string path)
    {
        Type = type;
        Path = path;
    }

    public string Type { get; }

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>The types that this kernel can mount.</summary>
    public static IEnumerable<string> Types => Makers.Keys.Where(type => File.ReadLines("/proc/filesystems").Contains("\t" + type, StringComparer.Ordinal));

    /// <summary>Those that it cannot.</summary>
    public static IEnumerable<string> MissingTypes => Makers.Keys.Except(Types, StringComparer.Ordinal);

    public static KernelImage Mount(string type, string source, string image, string path)
    {
        Command.Shell(Makers[type], source, image).Ok();
        Directory.CreateDirectory(path);
        Command.Run("mount", "-t", type, "-o", "loop,ro,nosuid,nodev", image, path).Ok();
        return new KernelImage(type, path);
    }

    public void Dispose()
    {
        if (MountTable.Contains(Path) && Command.Run("umount", Path).ExitCode != 0)
            Command.Run("umount", "--lazy", Path);
    }
}
