using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Wire;

/// <summary>Requests and replies byte by byte, written down from <c>linux/fuse.h</c>.</summary>
public sealed class ReplyGoldens
{
    private const string Lookup = """
        2e 00 00 00               # len 46
        01 00 00 00               # opcode LOOKUP
        88 77 66 55 44 33 22 11   # unique
        01 00 00 00 00 00 00 00   # nodeid: the root
        e8 03 00 00               # uid 1000
        64 00 00 00               # gid 100
        92 10 00 00               # pid 4242
        00 00 00 00               # total_extlen, padding
        """;

    private static readonly UnixTime Before1970 = new(-2, 999_999_999);

    [Fact]
    public void LookupOfAFile()
    {
        var files = new MemoryFileSystem();
        var device = files.AddNode(files.Root, "dev12", 0x21b6, new DeviceNumber(0x123, 0x45678), Before1970, uid: 7, gid: 8);
        Assert.Equal(2UL, device.Id.Value);
        var reply = new WireServer(files).Ask(Lookup + "\n 64 65 76 31 32 00 # dev12");
        Assert.Equal(Hex.Text(Hex.Bytes("""
            90 00 00 00               # len 144
            00 00 00 00               # no error
            88 77 66 55 44 33 22 11   # unique
            02 00 00 00 00 00 00 00   # nodeid 2
            00 00 00 00 00 00 00 00   # generation
            00 00 00 00 01 00 00 00   # entry_valid 2^32 s
            00 00 00 00 01 00 00 00   # attr_valid 2^32 s
            00 00 00 00  00 00 00 00  # entry_valid_nsec, attr_valid_nsec
            ea 03 00 00 00 00 00 00   # ino 1002
            00 00 00 00 00 00 00 00   # size
            00 00 00 00 00 00 00 00   # blocks
            ff ff ff ff ff ff ff ff   # atime -1
            fe ff ff ff ff ff ff ff   # mtime -2
            00 00 00 00 00 00 00 00   # ctime 0
            fe c9 9a 3b               # atimensec 999999998
            ff c9 9a 3b               # mtimensec 999999999
            fd c9 9a 3b               # ctimensec
            b6 21 00 00               # mode: character device, 0666
            01 00 00 00               # nlink
            07 00 00 00               # uid
            08 00 00 00               # gid
            78 23 61 45               # rdev: 0x45600000 | 0x123 << 8 | 0x78, as new_encode_dev
            00 10 00 00               # blksize
            00 00 00 00               # flags
            """)), reply);
    }

    [Fact]
    public void LookupOfAMissingNameIsAnEntryWithoutNode()
    {
        var reply = new WireServer(new MemoryFileSystem()).Ask(Lookup + "\n6e 6f 6e 65 31 00 # none1");
        Assert.Equal(Hex.Text(Hex.Bytes("""
            90 00 00 00  00 00 00 00  88 77 66 55 44 33 22 11 # len 144, no error, unique
            00 00 00 00 00 00 00 00   # nodeid 0: remember that it is missing
            00 00 00 00 00 00 00 00   # generation
            00 00 00 00 01 00 00 00   # entry_valid 2^32 s
            """)) + new string('0', 2 * (144 - 16 - 24)), reply);
    }

    [Fact]
    public void ErrorsAreAHeaderOnly()
    {
        var files = new MemoryFileSystem { Hook = (_, _, _) => Errno.ENOENT };
        Assert.Equal(Hex.Text(Hex.Bytes("""
            10 00 00 00               # len 16
            fe ff ff ff               # error -2, ENOENT
            88 77 66 55 44 33 22 11   # unique
            """)), new WireServer(files).Ask(Lookup + "\n6e 6f 6e 65 31 00"));
    }

    [Fact]
    public void GetAttributes()
    {
        var files = new MemoryFileSystem { Validity = new Validity(3, 500_000_000) };
        files.AddFile(files.Root, "f", new byte[1025]);
        var reply = new WireServer(files).Ask(Requests.Build(3, 2, new byte[16]));
        Assert.Equal(Hex.Text(Hex.Bytes("""
            78 00 00 00  00 00 00 00  88 77 66 55 44 33 22 11 # len 120, no error, unique
            03 00 00 00 00 00 00 00   # attr_valid 3 s
            00 65 cd 1d  00 00 00 00  # attr_valid_nsec 500000000, dummy
            ea 03 00 00 00 00 00 00   # ino 1002
            01 04 00 00 00 00 00 00   # size 1025
            03 00 00 00 00 00 00 00   # blocks of 512
            01 ca 9a 3b 00 00 00 00   # atime 1000000001
            00 ca 9a 3b 00 00 00 00   # mtime 1000000000
            02 ca 9a 3b 00 00 00 00   # ctime 1000000002
            14 cd 5b 07  15 cd 5b 07  13 cd 5b 07 # nanoseconds 123456788, 123456789, 123456787
            a4 81 00 00               # mode: regular, 0644
            01 00 00 00  00 00 00 00  00 00 00 00 # nlink, uid, gid
            00 00 00 00  00 10 00 00  00 00 00 00 # rdev, blksize, flags
            """)), Hex.Text(reply));
    }

    [Fact]
    public void SeekingTellsAnOffset()
    {
        var files = new MemoryFileSystem();
        files.AddFile(files.Root, "sparse", new byte[0x3000]).Data = (0x1000, 0x2000);
        var reply = new WireServer(files).Ask(Requests.Build(46, 2, Hex.Bytes("""
            00 00 00 00 00 00 00 00   # fh
            00 18 00 00 00 00 00 00   # offset 0x1800
            04 00 00 00  00 00 00 00  # whence SEEK_HOLE, padding
            """)));
        Assert.Equal(Hex.Text(Hex.Bytes("""
            18 00 00 00  00 00 00 00  88 77 66 55 44 33 22 11 # len 24, no error, unique
            00 20 00 00 00 00 00 00   # offset 0x2000
            """)), Hex.Text(reply));
    }

    [Theory]
    [InlineData("00 20 00 00 00 00 00 00  03 00 00 00  00 00 00 00", Errno.ENXIO)]
    [InlineData("00 30 00 00 00 00 00 00  04 00 00 00  00 00 00 00", Errno.ENXIO)]
    [InlineData("00 00 00 00 00 00 00 00  02 00 00 00  00 00 00 00", Errno.EINVAL)]
    [InlineData("00 00 00 00 00 00 00 80  03 00 00 00  00 00 00 00", Errno.ENXIO)]
    public void SeekingElsewhereIsAnError(string request, Errno errno)
    {
        var files = new MemoryFileSystem();
        files.AddFile(files.Root, "sparse", new byte[0x3000]).Data = (0x1000, 0x2000);
        Assert.Equal((int)errno, Requests.Error(new WireServer(files).Ask(Requests.Build(46, 2, [.. new byte[8], .. Hex.Bytes(request)]))));
    }

    [Fact]
    public void ReadDirectoryRecordsArePaddedTo8()
    {
        var files = new MemoryFileSystem();
        files.AddFile(files.Root, "name9byte", []);
        var reply = new WireServer(files).Ask(Requests.Read(28, 1, 0, 4096));
        Assert.Equal(Hex.Text(Hex.Bytes("""
            78 00 00 00  00 00 00 00  88 77 66 55 44 33 22 11 # len 120, no error, unique
            e9 03 00 00 00 00 00 00   # ino 1001
            01 00 00 00 00 00 00 00   # off: the next cookie
            01 00 00 00  04 00 00 00  # namelen 1, DT_DIR
            2e 00 00 00 00 00 00 00   # .
            e9 03 00 00 00 00 00 00   02 00 00 00 00 00 00 00
            02 00 00 00  04 00 00 00  # namelen 2, DT_DIR
            2e 2e 00 00 00 00 00 00   # ..
            ea 03 00 00 00 00 00 00   03 00 00 00 00 00 00 00
            09 00 00 00  08 00 00 00  # namelen 9, DT_REG
            6e 61 6d 65 39 62 79 74 65 00 00 00 00 00 00 00 # name9byte
            """)), Hex.Text(reply));
    }

    [Fact]
    public void ReadDirectoryPlusHasAnEmptyEntryForDot()
    {
        var reply = new WireServer(new MemoryFileSystem()).Ask(Requests.Read(44, 1, 1, 4096));
        Assert.Equal(Hex.Text(Hex.Bytes("b0 00 00 00  00 00 00 00  88 77 66 55 44 33 22 11 # len 176"))
            + new string('0', 2 * 128)
            + Hex.Text(Hex.Bytes("""
            e9 03 00 00 00 00 00 00   02 00 00 00 00 00 00 00
            02 00 00 00  04 00 00 00
            2e 2e 00 00 00 00 00 00   # ..
            """)), Hex.Text(reply));
    }

    [Fact]
    public void ReadDirectoryPlusCarriesTheLookup()
    {
        var server = new WireServer(MemoryFileSystem.Sample());
        var lookup = server.Ask(Requests.Name(1, 1, "hello")).ToArray();
        var reply = server.Ask(Requests.Read(44, 1, 2, 160));
        Assert.Equal(Hex.Text(lookup.AsSpan(16)) + Hex.Text(Hex.Bytes("""
            ea 03 00 00 00 00 00 00   03 00 00 00 00 00 00 00
            05 00 00 00  08 00 00 00
            68 65 6c 6c 6f 00 00 00   # hello
            """)), Hex.Text(reply[16..]));
    }

    [Theory]
    [InlineData(28, 23)]
    [InlineData(44, 151)]
    public void RoomForNoEntryIsAnErrorNotTheEnd(uint opcode, uint size) =>
        Assert.Equal((int)Errno.EINVAL, Requests.Error(new WireServer(new MemoryFileSystem()).Ask(Requests.Read(opcode, 1, 0, size))));

    [Fact]
    public void EndOfDirectoryIsAnEmptyReply()
    {
        var reply = new WireServer(new MemoryFileSystem()).Ask(Requests.Read(28, 1, 2, 4096));
        Assert.Equal("1000000000000000" + "8877665544332211", Hex.Text(reply));
    }

    [Fact]
    public void StatFs() => Assert.Equal(Hex.Text(Hex.Bytes("""
        60 00 00 00  00 00 00 00  88 77 66 55 44 33 22 11 # len 96
        39 30 00 00 00 00 00 00   # blocks 12345
        09 00 00 00 00 00 00 00   # bfree
        09 00 00 00 00 00 00 00   # bavail
        a6 02 00 00 00 00 00 00   # files 678
        00 00 00 00 00 00 00 00   # ffree
        00 10 00 00               # bsize
        ff 00 00 00               # namelen
        00 10 00 00               # frsize
        """)) + new string('0', 2 * 28), Hex.Text(new WireServer(new MemoryFileSystem()).Ask(Requests.Build(17, 1))));

    [Fact]
    public void ReadAndReadLinkAreBareBytes()
    {
        var server = new WireServer(MemoryFileSystem.Sample());
        Assert.Equal("Hello, world!\n"u8.ToArray(), server.Ask(Requests.Read(15, 2, 0, 4096))[16..].ToArray());
        Assert.Equal("world"u8.ToArray(), server.Ask(Requests.Read(15, 2, 7, 5))[16..].ToArray());
        Assert.Equal(16, server.Ask(Requests.Read(15, 2, 14, 5)).Length);
        Assert.Equal("folder/inner"u8.ToArray(), server.Ask(Requests.Build(5, 5))[16..].ToArray());
    }

    [Fact]
    public void Xattrs()
    {
        var files = MemoryFileSystem.Sample();
        files.Root.SetXattr("user.a", "value"u8.ToArray());
        files.Root.SetXattr("user.b", []);
        var server = new WireServer(files);
        Assert.Equal("05000000" + "00000000", Hex.Text(server.Ask(Requests.Xattr(22, 1, 0, "user.a"))[16..]));
        Assert.Equal("value"u8.ToArray(), server.Ask(Requests.Xattr(22, 1, 5, "user.a"))[16..].ToArray());
        Assert.Equal((int)Errno.ERANGE, Requests.Error(server.Ask(Requests.Xattr(22, 1, 4, "user.a"))));
        Assert.Equal((int)Errno.ENODATA, Requests.Error(server.Ask(Requests.Xattr(22, 1, 4, "user.c"))));
        Assert.Equal(16, server.Ask(Requests.Xattr(22, 1, 9, "user.b")).Length);
        Assert.Equal("0e000000" + "00000000", Hex.Text(server.Ask(Requests.Xattr(23, 1, 0, null))[16..]));
        Assert.Equal("user.a\0user.b\0"u8.ToArray(), server.Ask(Requests.Xattr(23, 1, 100, null))[16..].ToArray());
        Assert.Equal((int)Errno.ERANGE, Requests.Error(server.Ask(Requests.Xattr(23, 1, 13, null))));
    }
}
