using OciFs.Fuse.Tests.Support;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Tests.Wire;

/// <summary>Notifications byte by byte, written down from <c>linux/fuse.h</c>.</summary>
public sealed class NotifyGoldens
{
    private readonly byte[] _buffer = new byte[NotifyMessage.MaxLength];

    [Fact]
    public void InvalidateInode() => Assert.Equal(Hex.Bytes("""
        28 00 00 00               # len 40
        02 00 00 00               # FUSE_NOTIFY_INVAL_INODE
        00 00 00 00 00 00 00 00   # unique 0
        07 00 00 00 00 00 00 00   # ino
        ff ff ff ff ff ff ff ff   # off -1: attributes only
        00 10 00 00 00 00 00 00   # len
        """), NotifyMessage.InvalidateInode(_buffer, new NodeId(7), -1, 4096).ToArray());

    [Theory]
    [InlineData(false, "00")]
    [InlineData(true, "01")]
    public void InvalidateEntry(bool expireOnly, string flags) => Assert.Equal(Hex.Bytes($"""
        24 00 00 00               # len 36
        03 00 00 00               # FUSE_NOTIFY_INVAL_ENTRY
        00 00 00 00 00 00 00 00   # unique 0
        01 00 00 00 00 00 00 00   # parent
        03 00 00 00               # namelen, without the NUL
        {flags} 00 00 00          # flags
        61 62 63 00               # abc
        """), NotifyMessage.InvalidateEntry(_buffer, NodeId.Root, "abc"u8, expireOnly).ToArray());

    [Fact]
    public void Delete() => Assert.Equal(Hex.Bytes("""
        2a 00 00 00               # len 42
        06 00 00 00               # FUSE_NOTIFY_DELETE
        00 00 00 00 00 00 00 00   # unique 0
        01 00 00 00 00 00 00 00   # parent
        09 00 00 00 00 00 00 00   # child
        01 00 00 00  00 00 00 00  # namelen, padding
        61 00                     # a
        """), NotifyMessage.Delete(_buffer, NodeId.Root, new NodeId(9), "a"u8).ToArray());

    [Fact]
    public void Store()
    {
        byte[] message = [.. new byte[NotifyMessage.StoreHeaderLength], .. "abc"u8];
        NotifyMessage.WriteStoreHeader(message, new NodeId(9), 0x1000);
        Assert.Equal(Hex.Bytes("""
            2b 00 00 00               # len 43
            04 00 00 00               # FUSE_NOTIFY_STORE
            00 00 00 00 00 00 00 00   # unique 0
            09 00 00 00 00 00 00 00   # nodeid
            00 10 00 00 00 00 00 00   # offset
            03 00 00 00  00 00 00 00  # size, padding
            61 62 63                  # abc
            """), message);
    }

    [Fact]
    public void TheLongestNameFits()
    {
        var name = new byte[WireLimits.MaxName];
        Assert.Equal(_buffer.Length, NotifyMessage.Delete(_buffer, NodeId.Root, NodeId.Root, name).Length);
    }
}
