using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Tests.Wire;

public sealed class DispatchTests
{
    private readonly WireServer _server = new(MemoryFileSystem.Sample());

    /// <summary>SETATTR, SYMLINK, MKNOD, MKDIR, UNLINK, RMDIR, RENAME, LINK, WRITE, SETXATTR, REMOVEXATTR, CREATE, FALLOCATE, RENAME2,
    /// COPY_FILE_RANGE, TMPFILE, COPY_FILE_RANGE_64.</summary>
    [Theory]
    [InlineData(4, 6, 8, 9, 10, 11, 12, 13, 16, 21, 24, 35, 43, 45, 47, 51, 53)]
    public void WhateverModifiesIsRefused(params int[] opcodes) =>
        Assert.All(opcodes, opcode => Assert.Equal((int)Errno.EROFS, Ask((uint)opcode)));

    /// <summary>FSYNC, FLUSH, FSYNCDIR, GETLK, SETLK, SETLKW, ACCESS, BMAP, POLL, SETUPMAPPING, REMOVEMAPPING, SYNCFS, STATX, and
    /// numbers that no kernel has.</summary>
    [Theory]
    [InlineData(20, 25, 30, 31, 32, 33, 34, 37, 40, 48, 49, 50, 52, 0, 7, 19, 54, 4096, 436207616, -1)]
    public void WhateverIsNotOursIsNotImplemented(params int[] opcodes) =>
        Assert.All(opcodes, opcode => Assert.Equal((int)Errno.ENOSYS, Ask((uint)opcode)));

    [Fact]
    public void ControlsAreNotForThisDevice() => Assert.Equal((int)Errno.ENOTTY, Ask(39));

    [Theory]
    [InlineData(2u)]
    [InlineData(42u)]
    [InlineData(41u)]
    public void ForgetIsNeverAnswered(uint opcode)
    {
        Assert.Equal(0, _server.Ask(Requests.Build(opcode, 2, new byte[64])).Length);
        Assert.Equal(0, _server.Ask(Requests.Build(opcode, 2)).Length);
    }

    [Fact]
    public void DestroyIsAnswered() => Assert.Equal(0, Ask(38));

    [Fact]
    public void InterruptIsAnsweredOnlyWhenItFoundNothing()
    {
        _server.WaitingRequest = 44;
        Assert.Equal(0, _server.Ask(Requests.UInt64(36, 0, 44)).Length);
        Assert.Equal((int)Errno.EAGAIN, Requests.Error(_server.Ask(Requests.UInt64(36, 0, 46))));
        Assert.Equal((int)Errno.EINVAL, Requests.Error(_server.Ask(Requests.Build(36, 0, new byte[7]))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(39)]
    public void WithoutAWholeHeaderThereIsNobodyToAnswer(int length) => Assert.Equal(0, _server.Ask(new byte[length]).Length);

    [Fact]
    public void AWrongLengthIsAnError()
    {
        var request = Requests.Name(1, 1, "hello");
        request[0]++;
        Assert.Equal((int)Errno.EIO, Requests.Error(_server.Ask(request)));
    }

    [Theory]
    [InlineData("68656c6c6f")]
    [InlineData("00")]
    [InlineData("")]
    [InlineData("6800656c6c6f00")]
    [InlineData("68656c6c6f0000")]
    public void NamesEndWithTheirOnlyNul(string name) =>
        Assert.Equal((int)Errno.EINVAL, Requests.Error(_server.Ask(Requests.Build(1, 1, Convert.FromHexString(name)))));

    [Theory]
    [InlineData(15u, 39)]
    [InlineData(28u, 39)]
    [InlineData(44u, 39)]
    [InlineData(22u, 7)]
    [InlineData(22u, 8)]
    [InlineData(23u, 7)]
    public void ShortBodiesAreRefused(uint opcode, int length) =>
        Assert.Equal((int)Errno.EINVAL, Requests.Error(_server.Ask(Requests.Build(opcode, 1, new byte[length]))));

    [Theory]
    [InlineData(15u, 0UL, uint.MaxValue)]
    [InlineData(15u, 1UL << 63, 4096u)]
    [InlineData(28u, 1UL << 63, 4096u)]
    public void ReadsOutOfBoundsAreRefused(uint opcode, ulong offset, uint size) =>
        Assert.Equal((int)Errno.EINVAL, Requests.Error(_server.Ask(Requests.Read(opcode, 2, offset, size))));

    [Fact]
    public void TheCallerIsPassedOn()
    {
        RequestContext seen = default;
        var server = new WireServer(new MemoryFileSystem { Hook = (_, _, context) => { seen = context; return Errno.None; } });
        server.Ask(Requests.Build(3, 1, new byte[16]));
        Assert.Equal(new RequestContext(Requests.Unique, 1000, 100, 4242), seen with { Deferral = null });
    }

    [Fact]
    public void ExceptionsBecomeErrorsAndAreReported()
    {
        var server = new WireServer(new MemoryFileSystem { Hook = (_, _, _) => throw new FormatException("bug") });
        Assert.Equal((int)Errno.EIO, Requests.Error(server.Ask(Requests.Build(3, 1, new byte[16]))));
        Assert.IsType<FormatException>(Assert.Single(server.Errors));
    }

    [Fact]
    public void WhatIsDeferredIsNeitherAnsweredNorCounted()
    {
        var ready = new TaskCompletionSource();
        var files = new MemoryFileSystem { Hook = (_, _, context) => ready.Task.IsCompleted ? Errno.EPERM : context.Later(ready.Task) };
        var server = new WireServer(files);
        var deferral = new Deferral();
        var request = Requests.Build(3, 1, new byte[16]);
        Assert.Equal(0, server.Dispatcher.Process(request, new byte[8192], server.Counters, deferral));
        Assert.Same(ready.Task, deferral.Ready);
        Assert.Empty(server.Counters.ToList());
        ready.SetResult();
        Assert.Equal((int)Errno.EPERM, Requests.Error(server.Ask(request)));
        Assert.Equal(new OperationCount("FUSE_GETATTR", 1, 1), Assert.Single(server.Counters.ToList()) with { Latency = default });
    }

    [Theory]
    [InlineData(512)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void WhatIsNoErrnoBecomesOne(int value)
    {
        var server = new WireServer(new MemoryFileSystem { Hook = (_, _, _) => (Errno)value });
        Assert.Equal((int)Errno.EIO, Requests.Error(server.Ask(Requests.Build(3, 1, new byte[16]))));
    }

    [Fact]
    public void RequestsAndErrorsAreCounted()
    {
        Ask(3);
        Ask(3);
        Ask(6);
        Ask(12345);
        (string, long, long)[] expected = [("unknown", 1, 1), ("FUSE_GETATTR", 2, 0), ("FUSE_SYMLINK", 1, 1)];
        Assert.Equal(expected, _server.Counters.ToList().Select(count => (count.Operation, count.Requests, count.Errors)));
        var sum = new OperationCounters();
        sum.Add(_server.Counters);
        sum.Add(_server.Counters);
        Assert.Equal(("FUSE_GETATTR", 4, 0), (sum.ToList()[1].Operation, sum.ToList()[1].Requests, sum.ToList()[1].Errors));
        var counts = sum.ToCounts(7);
        Assert.Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["ENOSYS"] = 2, ["EROFS"] = 2 }, counts.Errors);
        Assert.Equal((7, 8L), (counts.Waiting, counts.Latencies.Sum(bucket => bucket.Requests)));
    }

    [Fact]
    public void TheTableIsComplete() => Assert.All(
        Enum.GetValues<FuseOpcode>(), opcode => Assert.Equal(opcode, OperationTable.Find((uint)opcode).Opcode));

    [Fact]
    public void DirectoriesCannotHoldWhatIsNoName()
    {
        string[] names = ["", "a/b", "a\0b", new('x', 1025)];
        Assert.All(names, name => Assert.Throws<ArgumentException>(() =>
        {
            var writer = new DirectoryWriter(new byte[4096], withAttributes: false);
            return writer.TryAdd(System.Text.Encoding.UTF8.GetBytes(name), 1, 1, FileType.Regular);
        }));
    }

    private int Ask(uint opcode) => Requests.Error(_server.Ask(Requests.Build(opcode, 1, new byte[64])));
}
