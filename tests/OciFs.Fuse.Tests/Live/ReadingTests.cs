using System.Security.Cryptography;
using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

public sealed class ReadingOverDevice() : ReadingTests(Route.Device);

public sealed class ReadingOverRing() : ReadingTests(Route.Ring);

public abstract class ReadingTests(Route route) : RouteTests(route)
{
    [Fact]
    public void LargeFilesAreReadWhole()
    {
        var files = new MemoryFileSystem();
        var content = new byte[10_000_019];
        new Random(3).NextBytes(content);
        files.AddFile(files.Root, "big", content);
        using var mount = new LiveMount(files);
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        Assert.StartsWith(digest, Shell.Output("sha256sum < \"$1\"", mount.At("big")), StringComparison.Ordinal);
        // Beyond the page cache, in requests of the largest size.
        var direct = Shell.Output("dd if=\"$1\" iflag=direct bs=4M status=none | sha256sum", mount.At("big"));
        Assert.StartsWith(digest, direct, StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexStringLower(content.AsSpan(5_000_001, 7)) + "\n",
            Shell.Output("tail -c +5000002 \"$1\" | head -c 7 | od -An -tx1 | tr -d ' '", mount.At("big")));
    }

    [Fact]
    public void SmallRequestsWorkToo()
    {
        var files = new MemoryFileSystem();
        var content = new byte[1_000_003];
        new Random(4).NextBytes(content);
        files.AddFile(files.Root, "big", content);
        using var mount = new LiveMount(files, options: new SessionOptions { MaxRequestBytes = 1 << 16, MaxBackground = 1 });
        var digest = Convert.ToHexStringLower(SHA256.HashData(content));
        Assert.StartsWith(digest, Shell.Output("sha256sum < \"$1\"", mount.At("big")), StringComparison.Ordinal);
        Assert.InRange(mount.Requests("FUSE_READ"), 15, 300);
    }

    [Fact]
    public void OpeningCostsNoRequest()
    {
        using var mount = new LiveMount(MemoryFileSystem.Sample());
        for (var i = 0; i < 3; i++)
            Assert.Equal("Hello, world!\n", Shell.Output("cat \"$1\"; ls \"$2\" > /dev/null", mount.At("hello"), mount.Path)[..14]);
        Assert.Equal(1, mount.Requests("FUSE_OPEN"));
        Assert.Equal(1, mount.Requests("FUSE_OPENDIR"));
        Assert.Equal(1, mount.Requests("FUSE_READ"));
        Assert.Equal(0, mount.Requests("FUSE_RELEASE") + mount.Requests("FUSE_RELEASEDIR"));
        Assert.InRange(mount.Session.ProtocolMinor, 31, 45);
    }

    [Fact]
    public void SixtyFourReadersAtOnce()
    {
        const string Script = """
            import sys, threading
            bad = []
            def read(n):
                for i in range(4):
                    with open(sys.argv[1] + '/f%d' % ((n + i) % 16), 'rb') as f:
                        data = f.read()
                    if len(data) != 200000 + (n + i) % 16 or data.count(bytes([(n + i) % 16])) != len(data):
                        bad.append(n)
            threads = [threading.Thread(target=read, args=(n,)) for n in range(64)]
            for t in threads: t.start()
            for t in threads: t.join()
            sys.exit(len(bad))
            """;
        var files = new MemoryFileSystem();
        for (byte i = 0; i < 16; i++)
        {
            var content = new byte[200_000 + i];
            content.AsSpan().Fill(i);
            files.AddFile(files.Root, $"f{i}", content);
        }
        using var mount = new LiveMount(files);
        Assert.Equal(0, Shell.Run("python3", "-c", Script, mount.Path).ExitCode);
    }

    [Fact]
    public void ErrorsReachTheReader()
    {
        var files = MemoryFileSystem.Sample();
        files.Hook = (operation, _, _) => operation is "read" ? Errno.EIO : Errno.None;
        using var mount = new LiveMount(files);
        Assert.Contains("Input/output error", Shell.Run("cat", mount.At("hello")).Error, StringComparison.Ordinal);
    }
}
