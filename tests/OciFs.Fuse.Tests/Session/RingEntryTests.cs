using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OciFs.Fuse.Interop;
using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Session;

/// <summary>The buffers of an entry and the commands for it, byte by byte, with the offsets of <c>linux/fuse.h</c> and <c>linux/io_uring.h</c>.</summary>
public sealed unsafe class RingEntryTests : IDisposable
{
    private const int PayloadBytes = 65536;

    private readonly byte* _memory = MemoryMap.Private(4096 + PayloadBytes);
    private readonly RingEntry _entry;

    public RingEntryTests() => _entry = new RingEntry(7, 3, _memory, _memory + 4096, PayloadBytes);

    private Span<byte> Header => new(_memory, 288);

    private Span<byte> Payload => new(_memory + 4096, PayloadBytes);

    public void Dispose() => MemoryMap.Free(_memory, 4096 + PayloadBytes);

    [Fact]
    public void ARequestIsPutTogetherAsTheDeviceWouldGiveIt()
    {
        var getxattr = Requests.Xattr(22, 9, 1000, "user.a");
        Arrive(getxattr, 8);
        Assert.Equal(getxattr, _entry.Request(new byte[8192]));
        var lookup = Requests.Name(1, 1, "hello");
        Arrive(lookup, 0);
        Assert.Equal(lookup, _entry.Request(new byte[8192]));
        var readlink = Requests.Build(5, 4);
        Arrive(readlink, 0);
        Assert.Equal(readlink, _entry.Request(new byte[8192]));
    }

    [Theory]
    [InlineData(39u, 0u)]
    [InlineData(60u, 21u)]
    [InlineData(169u, 0u)]
    [InlineData(8193u, 8100u)]
    [InlineData(60u, uint.MaxValue)]
    public void WrongLengthsGiveNothing(uint length, uint payload)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(Header, length);
        BinaryPrimitives.WriteUInt32LittleEndian(Header[272..], payload);
        Assert.True(_entry.Request(new byte[8192]).IsEmpty);
    }

    /// <summary>Nobody waits for ever because of a request that cannot be understood.</summary>
    [Fact]
    public void ARefusalIsAWholeReply()
    {
        Arrive(Requests.Build(5, 4), 0);
        _entry.Refuse(Errno.EIO);
        var command = default(io_uring_sqe);
        _entry.Commit(ref command, 5);
        Assert.Equal("10000000" + "fbffffff" + "8877665544332211", Hex.Text(Header[..16]));
        Assert.Equal(0u, BinaryPrimitives.ReadUInt32LittleEndian(Header[272..]));
        Assert.False(_entry.Has(Requests.Unique));
    }

    [Fact]
    public void AReplyGoesOutWithoutBeingCopied()
    {
        Arrive(Requests.Build(5, 4), 0);
        Assert.True(_entry.Has(Requests.Unique));
        // len 21, error 0, unique, then the target.
        Hex.Bytes("15000000 00000000 8877665544332211 68656c6c6f").CopyTo(_entry.ReplyBuffer);
        var command = default(io_uring_sqe);
        _entry.Commit(ref command, 5);
        Assert.False(_entry.Has(Requests.Unique));
        Assert.Equal("15000000" + "00000000" + "8877665544332211", Hex.Text(Header[..16]));
        Assert.Equal(5u, BinaryPrimitives.ReadUInt32LittleEndian(Header[272..]));
        Assert.Equal("hello"u8, Payload[..5]);
        Assert.Equal(
            "2e000000" + "05000000" // IORING_OP_URING_CMD, the descriptor
            + "0200000000000000" // FUSE_IO_URING_CMD_COMMIT_AND_FETCH
            + "0000000000000000" + "0000000000000000"
            + "0700000000000000" // the number of the completion
            + "0000000000000000"
            + "0000000000000000" + "8877665544332211" + "0300000000000000", // flags, commit_id, qid
            Hex.Text(Bytes(ref command)[..72]));
    }

    [Fact]
    public void AnEntryIsMadeKnownByItsTwoBuffers()
    {
        var buffers = stackalloc posix_iovec[2];
        var command = default(io_uring_sqe);
        _entry.Register(ref command, 5, buffers);
        Assert.Equal((ulong)buffers, BinaryPrimitives.ReadUInt64LittleEndian(Bytes(ref command)[16..]));
        Assert.Equal("02000000", Hex.Text(Bytes(ref command)[24..28]));
        Assert.Equal("01000000", Hex.Text(Bytes(ref command)[8..12]));
        Assert.Equal((nint)_memory, (nint)buffers[0].iov_base);
        Assert.Equal(288u, buffers[0].iov_len);
        Assert.Equal((nint)(_memory + 4096), (nint)buffers[1].iov_base);
        Assert.Equal((nuint)PayloadBytes, buffers[1].iov_len);
    }

    [Theory]
    [InlineData("0\n", 1)]
    [InlineData("0-1\n", 2)]
    [InlineData("0-3,8-11,15\n", 9)]
    public void CpusAreCounted(string list, int count) => Assert.Equal(count, CpuSet.Count(list));

    private static Span<byte> Bytes(ref io_uring_sqe command) => MemoryMarshal.AsBytes(new Span<io_uring_sqe>(ref command));

    /// <summary>Lays a request out as the kernel does: its header, then the fixed part of the operation, the rest as payload.</summary>
    private void Arrive(byte[] request, int fixedPart)
    {
        request.AsSpan(0, 40).CopyTo(Header);
        request.AsSpan(40, fixedPart).CopyTo(Header[128..]);
        request.AsSpan(40 + fixedPart).CopyTo(Payload);
        request.AsSpan(8, 8).CopyTo(Header[264..]);
        BinaryPrimitives.WriteInt32LittleEndian(Header[272..], request.Length - 40 - fixedPart);
    }
}
