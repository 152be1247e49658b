using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests;

/// <summary>
/// A layer of 4 MB that decompresses to 128 GiB costs time of whoever asks for it, and nothing else: he can leave, others are served, the mount can be ended, and
/// nothing of it stays on the cache's disk.
/// </summary>
public sealed class LongPassTests : IDisposable
{
    private const long Size = 128L << 30;
    private const int ZstdBlock = 128 << 10;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ABombCanBeLeftAndUnmountedWhileItIsRead()
    {
        var bomb = Bomb();
        Assert.InRange(bomb.Length, 1, 5_000_000);
        var layout = new LayoutBuilder(folder["layout"]);
        layout.Name("bomb", layout.AddImage([new LayerBlob([], bomb, "application/vnd.oci.image.layer.v1.tar+zstd")]).Manifest);
        layout.Name("small", layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("rest", "rest")]))]).Manifest).Write();
        using var server = ForegroundServer.Start($"oci:{layout.Folder}", folder["cache"]);
        server.WaitUntilReady();

        // The exit status of timeout(1) is 124 where its time was over and the program ended by the signal.
        Assert.Equal(124, Command.Run("timeout", "-s", "INT", "-k", "30", "1", "ls", server.Point["images/bomb/rootfs/"]).ExitCode);
        Assert.Equal("rest", Command.Run("cat", server.Point["images/small/rootfs/rest"]).Ok());
        server.Point.Unmount().Ok();
        Assert.Equal(0, server.WaitForExit().ExitCode);
        Assert.InRange(Directory.EnumerateFiles(folder["cache"], "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1, 100_000);
    }

    /// <summary>One frame: the file's header, then blocks of one byte that is repeated (RFC 8878 §3.1.1.2.2).</summary>
    private static byte[] Bomb()
    {
        var head = new TarBlock();
        LayerBuilder.Tar([TestEntry.File("zeros")], end: TarEnd.None).CopyTo(head.Bytes, 0);
        head.SetNumber(124, 12, Size);
        var bomb = new MemoryStream();
        bomb.Write([0x28, 0xB5, 0x2F, 0xFD, 0, 7 << 3]);
        bomb.Write(BlockHeader(head.Bytes.Length, type: 0));
        bomb.Write(head.Seal().Bytes);
        for (long done = 0; done < Size; done += ZstdBlock)
        {
            bomb.Write(BlockHeader(ZstdBlock, type: 1));
            bomb.WriteByte(0);
        }

        bomb.Write([1, 0, 0]);
        return bomb.ToArray();
    }

    private static byte[] BlockHeader(int size, int type) => [(byte)((size << 3) | (type << 1)), (byte)(size >> 5), (byte)(size >> 13)];
}
