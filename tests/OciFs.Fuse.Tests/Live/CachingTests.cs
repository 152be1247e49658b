using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

public sealed class CachingOverDevice() : CachingTests(Route.Device);

public sealed class CachingOverRing() : CachingTests(Route.Ring);

/// <summary>What the kernel keeps, and what notifications take from it.</summary>
public abstract class CachingTests(Route route) : RouteTests(route)
{
    private readonly MemoryFileSystem _files = MemoryFileSystem.Sample();

    [Fact]
    public void MissingNamesAreAskedForOnce()
    {
        using var mount = new LiveMount(_files);
        for (var i = 0; i < 3; i++)
            Assert.Contains("No such file", Shell.Run("stat", mount.At("missing")).Error, StringComparison.Ordinal);
        Assert.Equal(1, mount.Requests("FUSE_LOOKUP"));

        _files.AddFile(_files.Root, "missing", []);
        Assert.NotEqual(0, Shell.Run("stat", mount.At("missing")).ExitCode);
        Assert.Equal(Errno.None, mount.Session.Notifier.InvalidateEntry(NodeId.Root, "missing"u8));
        Assert.Equal(0, Shell.Run("stat", mount.At("missing")).ExitCode);
    }

    [Fact]
    public void WithoutValidityEverythingIsAskedForEachTime()
    {
        _files.Validity = Validity.None;
        using var mount = new LiveMount(_files);
        for (var i = 0; i < 3; i++)
            Shell.Run("stat", mount.At("missing"));
        Assert.Equal(3, mount.Requests("FUSE_LOOKUP"));
    }

    [Fact]
    public void ContentStaysUntilInvalidated()
    {
        using var mount = new LiveMount(_files);
        var hello = _files.Root.Children[0].Node;
        Assert.Equal("Hello, world!\n", Cat(mount));
        hello.Content = "Other content\n"u8.ToArray();
        Assert.Equal("Hello, world!\n", Cat(mount));
        // The attributes alone do not take the pages with them: FUSE_EXPLICIT_INVAL_DATA.
        Assert.Equal(Errno.None, mount.Session.Notifier.InvalidateInode(hello.Id, -1));
        Assert.Equal("Hello, world!\n", Cat(mount));
        Assert.Equal(Errno.None, mount.Session.Notifier.InvalidateInode(hello.Id));
        Assert.Equal("Other content\n", Cat(mount));
        hello.Content = "Longer content than before\n"u8.ToArray();
        Assert.Equal(Errno.None, mount.Session.Notifier.InvalidateInode(hello.Id));
        Assert.Equal("Longer content than before\n", Cat(mount));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(4096)]
    [InlineData(10_000)]
    public void StoredContentIsNotAskedFor(int length)
    {
        _files.AddFile(_files.Root, "stored", new byte[length]);
        using var mount = new LiveMount(_files);
        var stored = _files.Root.Children.Single(child => child.Node.Content.Length == length && child.Node.Content[0] == 0).Node;
        var content = new byte[length];
        new Random(length).NextBytes(content);
        byte[] message = [.. new byte[FuseNotifier.StoreHeaderLength], .. content];
        Assert.Equal(Errno.ENOENT, mount.Session.Notifier.Store(stored.Id, 0, message));
        Assert.Equal(length, new FileInfo(mount.At("stored")).Length);
        Assert.Equal(Errno.None, mount.Session.Notifier.Store(stored.Id, 0, message));
        Assert.Equal(Convert.ToHexString(content).ToLowerInvariant(), Shell.Output("od -An -v -tx1 \"$1\" | tr -d ' \\n'", mount.At("stored")));
        Assert.Equal(0, mount.Requests("FUSE_READ"));
    }

    [Fact]
    public void LinksAndListingsStayUntilInvalidated()
    {
        using var mount = new LiveMount(_files);
        var link = _files.Root.Children[2].Node;
        Assert.Equal("folder/inner\n", Shell.Output("readlink \"$1\"", mount.At("link")));
        Assert.Equal("folder\nhello\nlink\n", List(mount));
        // Reading a listing to its end a first time fills the cache, at the second it is used.
        Assert.Equal("folder\nhello\nlink\n", List(mount));
        link.Content = "hello"u8.ToArray();
        _files.AddFile(_files.Root, "new", []);
        Assert.Equal("folder/inner\n", Shell.Output("readlink \"$1\"", mount.At("link")));
        Assert.Equal("folder\nhello\nlink\n", List(mount));

        Assert.Equal(Errno.None, mount.Session.Notifier.InvalidateInode(link.Id));
        Assert.Equal(Errno.None, mount.Session.Notifier.InvalidateInode(NodeId.Root));
        Assert.Equal("hello\n", Shell.Output("readlink \"$1\"", mount.At("link")));
        Assert.Equal("folder\nhello\nlink\nnew\n", List(mount));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARemovedNameGoesAndOpenFilesStayReadable(bool delete)
    {
        using var mount = new LiveMount(_files);
        using var open = File.OpenHandle(mount.At("hello"));
        var hello = _files.Root.Children[0].Node;
        MemoryFileSystem.Remove(_files.Root, "hello");
        Assert.Equal(0, Shell.Run("stat", mount.At("hello")).ExitCode);
        var notifier = mount.Session.Notifier;
        var errno = delete ? notifier.Delete(NodeId.Root, hello.Id, "hello"u8) : notifier.InvalidateEntry(NodeId.Root, "hello"u8);
        Assert.Equal(Errno.None, errno);
        Assert.NotEqual(0, Shell.Run("stat", mount.At("hello")).ExitCode);
        var buffer = new byte[100];
        Assert.Equal(14, RandomAccess.Read(open, buffer, 0));
    }

    [Fact]
    public void AnExpiredNameIsAskedForAnew()
    {
        using var mount = new LiveMount(_files);
        Shell.Output("stat \"$1\"", mount.At("hello"));
        var before = mount.Requests("FUSE_LOOKUP");
        Assert.Equal(Errno.None, mount.Session.Notifier.ExpireEntry(NodeId.Root, "hello"u8));
        Shell.Output("stat \"$1\"", mount.At("hello"));
        Assert.Equal(before + 1, mount.Requests("FUSE_LOOKUP"));
    }

    [Fact]
    public void WhatIsNotCachedIsToldSo()
    {
        var mount = new LiveMount(_files);
        var notifier = mount.Session.Notifier;
        Assert.Equal(Errno.ENOENT, notifier.InvalidateEntry(NodeId.Root, "never"u8));
        Assert.Equal(Errno.ENOENT, notifier.InvalidateInode(new NodeId(77)));
        Assert.Equal(Errno.EINVAL, notifier.InvalidateEntry(NodeId.Root, "a/b"u8));
        Assert.Equal(Errno.EINVAL, notifier.Delete(NodeId.Root, new NodeId(2), ""u8));
        Assert.Equal(Errno.EINVAL, notifier.ExpireEntry(NodeId.Root, new byte[1025]));
        mount.Dispose();
        Assert.Equal(Errno.ENODEV, notifier.InvalidateInode(NodeId.Root));
    }

    private static string Cat(LiveMount mount) => Shell.Output("cat \"$1\"", mount.At("hello"));

    private static string List(LiveMount mount) => Shell.Output("ls \"$1\"", mount.Path);
}
