using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Live;

public sealed class ListingOverDevice() : ListingTests(Route.Device);

public sealed class ListingOverRing() : ListingTests(Route.Ring);

/// <summary>What ls, find, stat and readlink see through the kernel.</summary>
public abstract class ListingTests(Route route) : RouteTests(route)
{
    [Fact]
    public void ListAndFind()
    {
        using var mount = new LiveMount(MemoryFileSystem.Sample());
        Assert.Equal("folder\nhello\nlink\n", Shell.Output("ls \"$1\"", mount.Path));
        Assert.Equal(
            "d 0 \nd 0 folder\nf 14 hello\nf 7 folder/inner\nl 12 link\n",
            Shell.Output("find \"$1\" -printf '%y %s %P\\n' | sort", mount.Path));
        Assert.Equal("folder/inner\n", Shell.Output("readlink \"$1\"", mount.At("link")));
        Assert.Equal("inside\n", Shell.Output("cat \"$1\"", mount.At("link")));
    }

    [Fact]
    public void StatTellsEverything()
    {
        var files = new MemoryFileSystem();
        files.AddNode(files.Root, "old", 0x8000 | 0x9ed, default, new UnixTime(-1_000_000_000, 5), 12, 4_000_000_000);
        files.AddNode(files.Root, "far", 0xc1a4, default, new UnixTime(5_000_000_000, 999_999_999));
        files.AddNode(files.Root, "char", 0x21b6, new DeviceNumber(0xfff, 0xfffff));
        files.AddNode(files.Root, "block", 0x6180, new DeviceNumber(8, 17));
        files.AddNode(files.Root, "pipe", 0x1180);
        files.AddFile(files.Root, "big", new byte[100_000]);
        using var mount = new LiveMount(files);
        Assert.Equal(
            "regular empty file|4755|12|4000000000|-1000000000|1938-04-24 22:13:20.000000005 +0000\n",
            Stat(mount, "%F|%a|%u|%g|%Y|%y", "old"));
        Assert.Equal("socket|644|5000000001|2128-06-11 08:53:22.999999997 +0000\n", Stat(mount, "%F|%a|%X|%z", "far"));
        Assert.Equal("character special file|fff|fffff\n", Stat(mount, "%F|%t|%T", "char"));
        Assert.Equal("block special file|8|11\n", Stat(mount, "%F|%t|%T", "block"));
        Assert.Equal("fifo|1006\n", Stat(mount, "%F|%i", "pipe"));
        Assert.Equal("100000|196|512|4096|1\n", Stat(mount, "%s|%b|%B|%o|%h", "big"));
    }

    [Fact]
    public void NamesAreBytes()
    {
        var files = new MemoryFileSystem();
        byte[] odd = [0xff, 0x0a, (byte)' ', (byte)'\\', 0x80];
        files.AddNode(files.Root, odd, 0x81a4);
        files.AddFile(files.Root, new string('n', 255), []);
        using var mount = new LiveMount(files);
        var script = "cd \"$1\" && find . -type f -name '*\\\\*' -print0 | tail -c 6 | head -c 5 | od -An -tx1";
        Assert.Equal(" ff 0a 20 5c 80\n", Shell.Output(script, mount.Path));
        Assert.Equal("256\n", Shell.Output("cd \"$1\" && stat -c %n n* | wc -c", mount.Path));
    }

    [Fact]
    public void OneHundredThousandEntriesAreAllThere()
    {
        const int Count = 100_000;
        var files = new MemoryFileSystem();
        for (var i = 0; i < Count; i++)
            files.AddFile(files.Root, $"file-{i:x}", []);
        var names = files.Root.Children.Select(child => System.Text.Encoding.UTF8.GetString(child.Name) + '\n');
        var expected = string.Concat(names.Order(StringComparer.Ordinal));

        using (var mount = new LiveMount(files))
        {
            Assert.Equal(expected, Shell.Output("ls -U \"$1\" | LC_ALL=C sort", mount.Path));
            // Answered from the kernel's cache of the listing.
            Assert.Equal(expected, Shell.Output("ls -U \"$1\" | LC_ALL=C sort", mount.Path));
        }
        using (var mount = new LiveMount(files))
        {
            // ls -l asks for attributes as it reads, so the kernel keeps asking for both together.
            Assert.Equal(expected, Shell.Output("ls -lU \"$1\" | sed -n 's/^-rw-r--r-- .* //p' | LC_ALL=C sort", mount.Path));
            Assert.InRange(mount.Requests("FUSE_READDIRPLUS"), 100, long.MaxValue);
            Assert.InRange(mount.Requests("FUSE_LOOKUP") + mount.Requests("FUSE_GETATTR"), 0, 1000);
        }
    }

    [Fact]
    public void ListingWithAttributesSavesLookups()
    {
        var files = new MemoryFileSystem { HasXattrs = false };
        for (var i = 0; i < 1000; i++)
            files.AddFile(files.Root, $"file{i}", []);
        using var mount = new LiveMount(files);
        Assert.Equal("1001\n", Shell.Output("ls -l \"$1\" | wc -l", mount.Path));
        Assert.InRange(mount.Requests("FUSE_LOOKUP"), 0, 1);
        Assert.InRange(mount.Requests("FUSE_GETATTR"), 0, 3);
        Assert.InRange(mount.Requests("FUSE_GETXATTR"), 0, 2);
    }

    [Fact]
    public void StatFsIsTheFilesystems()
    {
        using var mount = new LiveMount(MemoryFileSystem.Sample());
        Assert.Equal("4096 12345 9 678 255\n", Shell.Output("stat -f -c '%S %b %f %c %l' \"$1\"", mount.Path));
    }

    private static string Stat(LiveMount mount, string format, string name) =>
        Shell.Output("TZ=UTC stat -c \"$1\" \"$2\"", format, mount.At(name));
}
