using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests;

/// <summary>The proof on a real image of gzip, zstd and plain layers: the same as what umoci unpacks, and what the digests say.</summary>
public sealed class RealImageTests(RealMount mount) : IClassFixture<RealMount>
{
    [Fact]
    public void TheRootFsIsWhatUmociUnpacks()
    {
        var expected = TreeTable.Of(mount.Unpacked);
        var files = expected.Rows.Where(row => row.Type == "f").ToArray();
        Assert.True(files.Length >= 30_000, $"only {files.Length} files");
        Assert.True(files.Sum(row => long.Parse(row.Size)) >= 700_000_000, "less than 700 MB");
        TreeAssert.Same(expected, TreeTable.Of(mount.RootFs));
    }

    [Theory]
    [InlineData("real")]
    [InlineData("real-gz")]
    public void EveryDocumentAndLayerIsWhatItsDigestSays(string tag)
    {
        var descriptor = Documents.Tagged(Layouts.Real, tag);
        var manifest = Documents.Follow(Layouts.Real, descriptor);
        var diffIds = Documents.Follow(Layouts.Real, manifest["config"]!)["rootfs"]!.Items("diff_ids").ToArray();
        var image = mount[$"images/{tag}"];
        Assert.Equal(descriptor.Text("digest"), Sha256.OfFile($"{image}/manifest"));
        Assert.Equal(manifest.Text("config", "digest"), Sha256.OfFile($"{image}/config"));
        foreach (var (number, layer) in manifest.Items("layers").Index())
        {
            var folder = $"{image}/platforms/{Platform.Host}/layers/{number:00}";
            Assert.Equal(layer.Text("digest"), Sha256.OfFile($"{folder}/blob"));
            Assert.Equal(diffIds[number].Text(), Sha256.OfFile($"{folder}/tar"));
        }
    }

    [Fact]
    public void TheImageHasTheLayersThatTheProofAsksFor()
    {
        var types = Documents.Follow(Layouts.Real, Documents.Tagged(Layouts.Real, "real")).Items("layers")
            .Select(layer => layer.Text("mediaType").Split('.')[^1]).ToArray();
        Assert.True(types.Count(type => type == "tar+gzip") >= 5);
        Assert.Single(types, type => type == "tar+zstd");
        Assert.Single(types, type => type == "tar");
    }

    [Fact]
    public void ReadersAtRandomPlacesSeeTheSameBytes()
    {
        const int Block = 64 * 1024;
        using var expected = File.OpenHandle(Path.Combine(mount.Unpacked, "opt/large.bin"));
        using var actual = File.OpenHandle(Path.Combine(mount.RootFs, "opt/large.bin"));
        var length = RandomAccess.GetLength(expected);
        Parallel.For(0, 4, reader =>
        {
            var random = new Random(reader);
            var (left, right) = (new byte[Block], new byte[Block]);
            for (var i = 0; i < 250; i++)
            {
                var offset = random.NextInt64(length);
                var count = RandomAccess.Read(expected, left, offset);
                Assert.Equal(count, RandomAccess.Read(actual, right, offset));
                Assert.True(left.AsSpan(0, count).SequenceEqual(right.AsSpan(0, count)), $"different bytes at {offset}");
            }
        });
    }

    [Fact]
    public void TheServerStaysSmallWhileTheTreeIsReadOnce()
    {
        using var cache = new TempFolder();
        using var server = ForegroundServer.Start($"oci:{Layouts.Real}", cache.Path);
        var rootfs = server.Point[$"images/real/platforms/{Platform.Host}/rootfs"];
        var bytes = long.Parse(Command.Shell("set -o pipefail; tar cf - -C \"$1\" . | wc -c", rootfs).Ok());
        Assert.True(bytes >= 700_000_000);
        Assert.True(server.PeakMemory < 200_000_000, $"{server.PeakMemory:N0} bytes");
    }
}
