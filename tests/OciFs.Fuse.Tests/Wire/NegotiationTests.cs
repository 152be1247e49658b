using System.Buffers.Binary;
using OciFs.Fuse.Mount;
using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Session;
using OciFs.Fuse.Tests.Support;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Tests.Wire;

public sealed class NegotiationTests
{
    /// <summary>Bits 0, 13, 17, 18, 21, 22, 23, 24, 25, 30 of <c>linux/fuse.h</c>: what is asked for of the lower half.</summary>
    private const uint WantedLow = 0x43e62001;

    [Fact]
    public void NewKernel()
    {
        var server = new WireServer(new MemoryFileSystem());
        var reply = server.Ask(Requests.Init(7, 45, uint.MaxValue, uint.MaxValue));
        Assert.Equal(Hex.Text(Hex.Bytes("""
            50 00 00 00  00 00 00 00  88 77 66 55 44 33 22 11 # len 80, no error, unique
            07 00 00 00  2d 00 00 00  # 7.45
            00 00 02 00               # max_readahead as offered
            01 20 e6 43               # flags
            00 10                     # max_background 4096
            00 0c                     # congestion_threshold 3072
            00 10 00 00               # max_write 4096
            01 00 00 00               # time_gran 1 ns
            00 01                     # max_pages 256
            00 00                     # map_alignment
            08 00 00 00               # flags2: FUSE_HAS_EXPIRE_ONLY, bit 35
            """)) + new string('0', 2 * 28), Hex.Text(reply));
        Assert.Equal(45u, server.Dispatcher.Connection.Minor);
        Assert.True(server.Dispatcher.Handshake.IsCompletedSuccessfully);
    }

    [Fact]
    public void NewerKernelIsMetAtOurVersion() => Assert.Equal(45u, Minor(Init(7, 99, uint.MaxValue, uint.MaxValue)));

    [Fact]
    public void OldKernelSendsTheShortForm()
    {
        var reply = Init(7, 31, 0x3ffffff, null);
        Assert.Equal(80, reply.Length);
        Assert.Equal(31u, Minor(reply));
        Assert.Equal((WantedLow | 1 << 14) & 0x3ffffff, Flags(reply));
        Assert.Equal(0u, Flags2(reply));
    }

    [Fact]
    public void HighFlagsDoNotCountWithoutTheExtension() => Assert.Equal(0u, Flags2(Init(7, 45, 0x3fffffff, uint.MaxValue)));

    [Fact]
    public void OnlyWhatIsOfferedIsTaken() => Assert.Equal(0x2000u, Flags(Init(7, 45, 0x6002, 0)));

    /// <summary>Bit 14, READDIRPLUS_AUTO: where a listing comes by the page, the kernel chooses better.</summary>
    [Theory]
    [InlineData(43, 0x6000u)]
    [InlineData(44, 0x2000u)]
    public void AttributesComeWithAListingAsTheKernelIsAble(uint minor, uint flags) => Assert.Equal(flags, Flags(Init(7, minor, 0x6000, 0)));

    /// <summary>Linux 6.11 and older may show foreign memory behind what is stored.</summary>
    [Theory]
    [InlineData(40, false)]
    [InlineData(41, true)]
    public void ContentIsStoredOnlyWhereThatIsSafe(uint minor, bool can)
    {
        var server = new WireServer(new MemoryFileSystem());
        server.Ask(Requests.Init(7, minor, uint.MaxValue, uint.MaxValue));
        Assert.Equal(can, new FuseNotifier(new MemoryTransport(), server.Dispatcher).CanStore);
    }

    [Fact]
    public void PosixAclOnlyWhenAskedFor()
    {
        Assert.Equal(0u, Flags(Init(7, 45, 1 << 20, 0)));
        Assert.Equal(1u << 20, Flags(Init(7, 45, 1 << 20, 0, new SessionOptions { PosixAcl = true })));
    }

    [Fact]
    public void LimitsComeFromTheOptions()
    {
        var reply = Init(7, 45, 0, 0, new SessionOptions { MaxBackground = 12, MaxRequestBytes = 131072 });
        Assert.Equal(12, BinaryPrimitives.ReadUInt16LittleEndian(reply.AsSpan(32)));
        Assert.Equal(9, BinaryPrimitives.ReadUInt16LittleEndian(reply.AsSpan(34)));
        Assert.Equal(32, BinaryPrimitives.ReadUInt16LittleEndian(reply.AsSpan(44)));
    }

    [Theory]
    [InlineData(7, 30)]
    [InlineData(6, 99)]
    public void TooOldIsRefused(uint major, uint minor)
    {
        var server = new WireServer(new MemoryFileSystem());
        Assert.Equal((int)Errno.EPROTO, Requests.Error(server.Ask(Requests.Init(major, minor, 0, null))));
        var exception = Assert.IsType<FuseMountException>(server.Dispatcher.Handshake.Exception!.InnerException);
        Assert.Equal(FuseMountError.ProtocolTooOld, exception.Kind);
        Assert.Contains($"{major}.{minor}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALargerMajorIsAnsweredWithOursAndWaitedFor()
    {
        var server = new WireServer(new MemoryFileSystem());
        Assert.Equal(7u, BinaryPrimitives.ReadUInt32LittleEndian(server.Ask(Requests.Init(8, 1, 0, 0))[16..]));
        Assert.False(server.Dispatcher.Handshake.IsCompleted);
        server.Init();
        Assert.True(server.Dispatcher.Handshake.IsCompletedSuccessfully);
    }

    [Fact]
    public void ShortInitIsRefused()
    {
        var server = new WireServer(new MemoryFileSystem());
        Assert.Equal((int)Errno.EINVAL, Requests.Error(server.Ask(Requests.Build(26, 0, new byte[15]))));
    }

    [Fact]
    public void OpeningIsRefusedWhereTheKernelUnderstandsThat()
    {
        var server = new WireServer(new MemoryFileSystem());
        // open_flags: FOPEN_KEEP_CACHE is 2, FOPEN_CACHE_DIR 8.
        Assert.Equal("0000000000000000" + "0200000000000000", Hex.Text(server.Ask(Requests.Build(14, 1, new byte[8]))[16..]));
        Assert.Equal("0000000000000000" + "0a00000000000000", Hex.Text(server.Ask(Requests.Build(27, 1, new byte[8]))[16..]));
        Assert.Equal(0, Requests.Error(server.Ask(Requests.Build(18, 1, new byte[24]))));
        Assert.Equal(0, Requests.Error(server.Ask(Requests.Build(29, 1, new byte[24]))));
        server.Init();
        Assert.True(server.Dispatcher.Connection.Has(FuseInitFlags.FUSE_NO_OPEN_SUPPORT));
        Assert.Equal((int)Errno.ENOSYS, Requests.Error(server.Ask(Requests.Build(14, 1, new byte[8]))));
        Assert.Equal((int)Errno.ENOSYS, Requests.Error(server.Ask(Requests.Build(27, 1, new byte[8]))));
    }

    private static byte[] Init(uint major, uint minor, uint flags, uint? flags2, SessionOptions? options = null) =>
        new WireServer(new MemoryFileSystem(), options).Ask(Requests.Init(major, minor, flags, flags2)).ToArray();

    private static uint Minor(byte[] reply) => BinaryPrimitives.ReadUInt32LittleEndian(reply.AsSpan(20));

    private static uint Flags(byte[] reply) => BinaryPrimitives.ReadUInt32LittleEndian(reply.AsSpan(28));

    private static uint Flags2(byte[] reply) => BinaryPrimitives.ReadUInt32LittleEndian(reply.AsSpan(48));
}
