using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;

namespace OciFs.Conformance.Tests;

/// <summary>Holes of files: GNU tar writes them in each of its forms, and the mount has them where the file that was packed has them.</summary>
public sealed class SparseTests
{
    // Parts of data by SEEK_DATA and SEEK_HOLE, blocks of 512 bytes, and the errno of seeking data in the last hole.
    private const string Map = """
        import os, sys
        for name in sorted(os.listdir(sys.argv[1])):
            file = os.open(os.path.join(sys.argv[1], name), os.O_RDONLY)
            at, size = 0, os.fstat(file).st_size
            parts, failure = [], None
            while at < size:
                try:
                    start = os.lseek(file, at, os.SEEK_DATA)
                except OSError as error:
                    failure = error.errno
                    break
                at = os.lseek(file, start, os.SEEK_HOLE)
                parts.append((start, at, os.lseek(file, (start + at) // 2, os.SEEK_DATA)))
            print(name, size, os.fstat(file).st_blocks, parts, failure)
        """;

    // Holes begin and end at multiples of 64 KiB, which every file system keeps as they are.
    private const string Make = """
        cd "$1"
        truncate -s 10M none
        head -c 1M /dev/urandom > full
        head -c 64K /dev/urandom > tail; truncate -s 3M tail
        truncate -s 2M front; head -c 64K /dev/urandom >> front
        truncate -s 600M middle; for at in 1 4 5 500; do head -c 64K /dev/urandom | dd of=middle bs=1M seek=$at conv=notrunc status=none; done
        """;

    [Theory]
    [InlineData("--format=gnu")]
    [InlineData("--format=posix --sparse-version=0.0")]
    [InlineData("--format=posix --sparse-version=0.1")]
    [InlineData("--format=posix --sparse-version=1.0")]
    public void HolesAreWhereTheyWere(string format)
    {
        using var folder = new TempFolder();
        var source = Directory.CreateDirectory(folder["source"]).FullName;
        Command.Shell(Make, source).Ok();
        Command.Shell($"tar {format} -S --hole-detection=seek -C \"$1\" -cf \"$2\" .", source, folder["tar"]).Ok();
        var layout = new LayoutBuilder(folder["layout"]);
        layout.Name("image", layout.AddImage([LayerBlob.Of(File.ReadAllBytes(folder["tar"]), LayerCompression.Gzip)]).Manifest);
        layout.Write();
        using var point = MountPoint.Of($"oci:{layout.Folder}");

        var rootfs = point["images/image/platforms/linux-amd64/rootfs"];
        var expected = Command.Run("python3", "-c", Map, source).Ok();
        Assert.Contains("middle 629145600 512 [(1048576, 1114112, 1081344), (4194304,", expected, StringComparison.Ordinal);
        Assert.Equal(expected, Command.Run("python3", "-c", Map, rootfs).Ok());

        var copy = folder["copy"];
        Command.Shell("cp -a \"$1\" \"$2\" && diff -r \"$2\" \"$3\"", rootfs, copy, source).Ok();
        Assert.Equal(expected, Command.Run("python3", "-c", Map, copy).Ok());
    }
}
