using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests;

/// <summary>The folder of indexes: filled ahead by <c>ocifs index</c>, shared, and dispensable.</summary>
public sealed class IndexCacheTests : IDisposable
{
    private static readonly string Source = $"oci:{Layouts.Sample}";

    private readonly TempFolder folder = new();

    private string Cache => folder["cache"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void IndexesAreMadeAheadAndOnce()
    {
        var layers = Index().Json().AsArray();
        Assert.NotEmpty(layers);
        Assert.All(layers, layer => Assert.Equal("made", layer!["state"]!.GetValue<string>()));
        Assert.All(Index().Json().AsArray(), layer => Assert.Equal("was there", layer!["state"]!.GetValue<string>()));
        Assert.Equal(layers.Count, Files().Length);
        Assert.Equal(layers.Sum(layer => layer!["indexSize"]!.GetValue<long>()), Ocifs("cache show --json").Json()["size"]!.GetValue<long>());
    }

    [Fact]
    public void TwoAtOnceComeToTheSame()
    {
        Command.Shell("""
            export OCIFS_CACHE="$1"
            "$2" index "$3" > /dev/null & one=$!
            "$2" index "$3" > /dev/null & two=$!
            wait $one && wait $two
            """, Cache, Repository.Executable, Source).Ok();
        var alone = folder["alone"];
        Command.Shell("OCIFS_CACHE=\"$1\" \"$2\" index \"$3\"", alone, Repository.Executable, Source).Ok();
        Assert.NotEmpty(Files());
        // Each index has a key of its own, so files differ; what they say does not.
        Command.Shell(
            """
            set -e
            diff <(ls -s "$1/layers") <(ls -s "$2/layers")
            cmp <(OCIFS_CACHE="$1" "$3" ls -lR "$4") <(OCIFS_CACHE="$2" "$3" ls -lR "$4")
            """,
            alone,
            Cache,
            Repository.Executable,
            Source).Ok();
    }

    [Fact]
    public void AFullDiskCostsOnlyTime()
    {
        Directory.CreateDirectory(Cache);
        Command.Run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", Cache).Ok();
        try
        {
            var index = Index();
            Assert.Equal(1, index.ExitCode);
            Assert.Contains("cannot be written", index.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(Files(), IsUnfinished);

            using var point = new MountPoint();
            Command.Shell("OCIFS_CACHE=\"$1\" \"$2\" mount \"$3\" \"$4\"", Cache, Repository.Executable, Source, point.Path).Ok();
            Assert.Contains("Debian", File.ReadAllText(point[$"images/{Layouts.SampleSegment}/rootfs/etc/os-release"]), StringComparison.Ordinal);
            Assert.DoesNotContain(Files(), IsUnfinished);
        }
        finally
        {
            Command.Run("umount", "--lazy", Cache);
        }
    }

    [Fact]
    public void ClearingLeavesMountsAlone()
    {
        using var point = new MountPoint();
        Command.Shell("OCIFS_CACHE=\"$1\" \"$2\" mount \"$3\" \"$4\"", Cache, Repository.Executable, Source, point.Path).Ok();
        var rootfs = point[$"images/{Layouts.SampleSegment}/rootfs"];
        Command.Run("ls", $"{rootfs}/").Ok();
        Assert.NotEmpty(Files());
        Ocifs("cache clear").Ok();
        // The mount goes on to compare diffIDs, and keeps them.
        Assert.DoesNotContain(Files(), file => !file.Contains(".diffid-", StringComparison.Ordinal));
        Command.Run("find", $"{rootfs}/", "-type", "f", "-size", "-10k", "-exec", "cat", "{}", "+").Ok();
    }

    [Theory]
    [InlineData("cache prune --days=-1")]
    [InlineData("cache prune --days 99999999")]
    [InlineData("cache prune --bytes=x")]
    public void MisuseIsToldInOneLine(string arguments) => Ocifs(arguments).FailsInOneLine(2);

    private static bool IsUnfinished(string file) => Path.GetFileName(file).Split('.').Length > 3;

    private CommandResult Index() => Command.Shell("OCIFS_CACHE=\"$1\" \"$2\" index --json \"$3\"", Cache, Repository.Executable, Source);

    private CommandResult Ocifs(string arguments) => Command.Shell($"OCIFS_CACHE=\"$1\" \"$2\" {arguments}", Cache, Repository.Executable);

    private string[] Files() => Directory.Exists(Path.Combine(Cache, "layers")) ? Directory.GetFiles(Path.Combine(Cache, "layers")) : [];
}
