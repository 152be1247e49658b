using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests;

/// <summary>What happens to the store and the cache of a live mount: bytes are right or an error, the image's <c>error</c> tells, and what comes back is there again.</summary>
public sealed class MountFaultTests : IDisposable
{
    private const int FileBytes = 4_000_000;

    private readonly TempFolder _folder = new();
    private readonly LayoutBuilder _layout;
    private readonly string _blob;
    private readonly byte[] _content = new byte[FileBytes];

    public MountFaultTests()
    {
        new Random(4).NextBytes(_content);
        _layout = new LayoutBuilder(Directory.CreateDirectory(_folder["layout"]).FullName);
        var bad = _layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("file") with { Content = FileContent.Of(_content) }]))]);
        var good = _layout.AddImage([LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("file", "sound")]), LayerCompression.Gzip)]);
        _layout.Name("bad", bad.Manifest).Name("good", good.Manifest).Write();
        _blob = _layout.BlobPath(bad.Layers[0].Digest);
    }

    private string Source => $"oci:{_layout.Folder}";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("printf changed | dd of=\"$1\" bs=1 seek=2000000 conv=notrunc status=none")]
    [InlineData("truncate -s 1000000 \"$1\"")]
    [InlineData("truncate -s 0 \"$1\"")]
    public void ABlobThatIsDamagedInPlace(string damage)
    {
        using var point = Mounted();
        Read(point, "good");
        Command.Run("ls", point["images/bad/rootfs/"]).Ok();
        File.Copy(_blob, _folder["aside"]);
        Command.Shell(damage, _blob).Ok();
        Assert.Contains("Input/output error", Command.Run("cat", point["images/bad/rootfs/file"]).Error, StringComparison.Ordinal);
        var told = Command.Run("cat", point["images/bad/error"]).Lines();
        Assert.Contains("linux-amd64: layer 00: sha256:", Assert.Single(told), StringComparison.Ordinal);
        Assert.DoesNotContain(_folder["layout"], told[0], StringComparison.Ordinal);
        Assert.Contains("the blob ", Command.Run("cat", point[".ocifs/status.json"]).Ok(), StringComparison.Ordinal);
        Read(point, "good");
        Assert.False(File.Exists(point["images/good/error"]));

        Command.Shell("cat \"$1\" > \"$2\"", _folder["aside"], _blob).Ok();
        Assert.Equal(_content, File.ReadAllBytes(point["images/bad/rootfs/file"]));
        Assert.True(SpinWait.SpinUntil(() => !File.Exists(point["images/bad/error"]), TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("rm \"$1\"")]
    [InlineData("chmod 0 \"$1\"")]
    [InlineData("echo other > \"$1.new\"; mv \"$1.new\" \"$1\"")]
    public void ABlobThatIsOpenStaysReadable(string change)
    {
        using var point = Mounted();
        Command.Run("ls", point["images/bad/rootfs/"]).Ok();
        Command.Shell(change, _blob).Ok();
        Assert.Equal(_content, File.ReadAllBytes(point["images/bad/rootfs/file"]));
    }

    [Theory]
    [InlineData("rm -rf \"$1\"")]
    [InlineData("rm -rf \"$1\"; echo x > \"$1\"")]
    [InlineData("chmod 0777 \"$1\"; chown 12345 \"$1\"")]
    [InlineData("mount -t tmpfs -o size=4k tmpfs \"$1\"")]
    [InlineData("mount --bind \"$1\" \"$1\"; mount -o remount,bind,ro \"$1\"")]
    public void TheCacheFolderOfALiveMount(string change)
    {
        using var point = Mounted();
        Read(point, "good");
        var layers = Path.Combine(_folder["cache"], "layers");
        try
        {
            Command.Shell(change, layers).Ok();
            Read(point, "good");
            Assert.Equal(_content, File.ReadAllBytes(point["images/bad/rootfs/file"]));
        }
        finally
        {
            Command.Shell("umount --lazy \"$1\" 2> /dev/null; rm -rf \"$1\"", layers);
        }
    }

    /// <summary>From just enough for the runtime, which needs some 40, on: a clear error, or right bytes.</summary>
    [Fact]
    public void FewDescriptors()
    {
        var layers = Enumerable.Range(0, 120).Select(i => LayerBlob.Of(LayerBuilder.Tar([TestEntry.File($"file{i:000}", $"content {i}")]), LayerCompression.Gzip));
        _layout.Name("tall", _layout.AddImage(layers).Manifest).Write();
        var wasRight = 0;
        foreach (var most in (int[])[56, 64, 96, 400])
        {
            var result = Command.Shell("export OCIFS_CACHE=\"$1\"; shift; exec prlimit --nofile=$1 \"$2\" cat \"$3:tall\" file000 file119", _folder[$"cache{most}"], $"{most}", Repository.Executable, Source);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
            Assert.True(result.Output is "" or "content 0" or "content 0content 119", result.Output);
            wasRight += result is { ExitCode: 0, Output: "content 0content 119" } ? 1 : 0;
            Assert.Equal("content 0content 119", Command.Shell("OCIFS_CACHE=\"$1\" exec \"$2\" cat \"$3:tall\" file000 file119", _folder[$"cache{most}"], Repository.Executable, Source).Ok());
        }

        Assert.NotEqual(0, wasRight);
    }

    private MountPoint Mounted()
    {
        var point = new MountPoint();
        Command.Shell("OCIFS_CACHE=\"$1\" exec \"$2\" mount --platform linux/amd64 \"$3\" \"$4\"", _folder["cache"], Repository.Executable, Source, point.Path).Ok();
        return point;
    }

    private static void Read(MountPoint point, string image) => Assert.Equal("sound", File.ReadAllText(point[$"images/{image}/rootfs/file"]));
}
