using System.Globalization;
using System.Text.Json.Nodes;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Host.Tests;

/// <summary>What a mount says of itself, against what is known to have been done.</summary>
public sealed class MountStatusTests
{
    private const int Files = 300;
    private const int FileBytes = 4096;

    [Fact]
    public void WhatIsCountedIsWhatWasDone()
    {
        using var image = new MountedImage(isRootfs: false, Layer());
        _ = new FileInfo(Path.Combine(image.Rootfs, "d", "other")).Length;
        var before = image.Status;
        for (var i = 0; i < Files; i++)
            Assert.Equal(FileBytes, new FileInfo(Path.Combine(image.Rootfs, "d", $"file{i}")).Length);
        var looked = image.Status;
        Assert.Equal(Files, Of(looked, "FUSE_LOOKUP") - Of(before, "FUSE_LOOKUP"));
        Assert.Equal(0, Of(looked, "FUSE_READ") - Of(before, "FUSE_READ"));
        Assert.Equal(Files, OfAll(looked) - OfAll(before) - (Of(looked, "FUSE_GETXATTR") - Of(before, "FUSE_GETXATTR")));
        for (var i = 0; i < Files; i++)
            Assert.Equal(FileBytes, File.ReadAllBytes(Path.Combine(image.Rootfs, "d", $"file{i}")).Length);
        var read = image.Status;
        Assert.Equal(Files, Of(read, "FUSE_READ") - Of(looked, "FUSE_READ"));
        Assert.Equal((long)Files * FileBytes, (long)read["bytesGiven"]! - (long)looked["bytesGiven"]!);
        for (var i = 0; i < Files; i++)
            Assert.Null(Attributes.Get(Path.Combine(image.Rootfs, "d", $"file{i}"), "user.none"));
        var asked = image.Status;
        Assert.Equal(Files, Errors(asked, "ENODATA") - Errors(read, "ENODATA"));
        Assert.Equal(
            asked["operations"]!.AsObject().Sum(operation => (long)operation.Value!["errors"]!), asked["errnos"]!.AsObject().Sum(errno => (long)errno.Value!));
    }

    [Fact]
    public void BytesAreThoseOfTheLayer()
    {
        var layer = Layer();
        using var image = new MountedImage(isRootfs: false, layer);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(image.Rootfs, "d")));
        var layers = image.Status["layers"]!;
        Assert.Equal((1, 0, 0, 0), ((long)layers["indexesMade"]!, (long)layers["indexesFound"]!, (int)layers["passesRunning"]!, (int)layers["passesWaiting"]!));
        Assert.Equal((layer.Bytes.Length, layer.Bytes.Length), ((long)layers["passStoredBytes"]!, (long)layers["passDecodedBytes"]!));
        Assert.Equal((0, 0), ((long)layers["readStoredBytes"]!, (long)layers["readDecodedBytes"]!));
        _ = File.ReadAllBytes(Path.Combine(image.Rootfs, "d", "file0"));
        layers = image.Status["layers"]!;

        // The block that has the file, and no other.
        Assert.Equal((128 << 10, 128 << 10, 0), ((long)layers["readStoredBytes"]!, (long)layers["readDecodedBytes"]!, (long)layers["damages"]!));
        Assert.Equal(1, (long)image.Status["cache"]!["misses"]!);
        Assert.Contains(image.End(), line => line.Contains($"indexed: {layer.Bytes.Length} bytes, {layer.Bytes.Length} decompressed, in ", StringComparison.Ordinal));
    }

    [Fact]
    public void DamageIsCountedToldOnceAndTheLastErrorsSayHowOften()
    {
        var layer = Layer();
        using var image = new MountedImage(isRootfs: false, layer);
        var file = Path.Combine(image.Rootfs, "d", "file0");
        Assert.True(File.Exists(file));
        var blob = image.Layout.BlobPath(LayoutBuilder.DigestOf(layer.Bytes));
        File.WriteAllBytes(blob, [.. layer.Bytes.Select(b => (byte)(b ^ 1))]);
        for (var i = 0; i < 50; i++)
            Assert.Throws<IOException>(() => File.ReadAllBytes(file));
        var status = image.Status;
        var reads = Errors(status, "EIO");
        Assert.InRange(reads, 50, long.MaxValue);
        Assert.Equal((reads, reads), ((long)status["errorCount"]!, (long)status["layers"]!["damages"]!));
        var error = Assert.Single(status["lastErrors"]!.AsArray())!;
        Assert.Equal(reads, (long)error["times"]!);
        var told = image.End().Where(line => line.Contains((string)error["message"]!, StringComparison.Ordinal)).ToArray();
        Assert.Equal([(string)error["message"]!, $"{error["message"]} ({reads - 1} more times)"], told);
    }

    [Fact]
    public void LatenciesAddUpToTheRequests()
    {
        using var image = new MountedImage(isRootfs: false, Layer());
        foreach (var file in Directory.GetFiles(Path.Combine(image.Rootfs, "d")))
            _ = File.ReadAllBytes(file);
        var status = image.Status;
        var buckets = status["latencies"]!.AsObject();
        Assert.Equal(OfAll(status) - Of(status, "FUSE_FORGET") - Of(status, "FUSE_BATCH_FORGET") - Of(status, "FUSE_INTERRUPT"), buckets.Sum(bucket => (long)bucket.Value!));
        double[] ends = [.. buckets.Select(bucket => double.Parse(bucket.Key, CultureInfo.InvariantCulture))];
        Assert.Equal(ends.Order(), ends);
        Assert.All(status["operations"]!.AsObject().Select(operation => operation.Value!["latency"]!).Append(status["latency"]!), latency =>
        {
            double[] told = [.. new[] { "p50", "p90", "p99", "max" }.Select(name => (double)latency[name]!)];
            Assert.Equal(told.Order(), told);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheStatusIsAnAttributeOfTheRootAndNothingElse(bool isRootfs)
    {
        using var image = new MountedImage(isRootfs, Layer());
        Assert.Equal((image.Mountpoint, 1), ((string)image.Status["mountpoint"]!, (int)image.Status["images"]!));
        Assert.Null(Attributes.Get(Path.Combine(image.Rootfs, "d"), "user.ocifs.status"));
        Assert.Null(Attributes.Get(image.Mountpoint, "user.ocifs.error"));
        Assert.Null(Attributes.Get(image.Mountpoint, "user.ocifs.statu"));
        if (isRootfs)
            Assert.Equal("d", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(image.Mountpoint))));
        else
            Assert.Equal(image.Status["source"]!.ToJsonString(), JsonNode.Parse(File.ReadAllText(Path.Combine(image.Mountpoint, ".ocifs/status.json")))!["source"]!.ToJsonString());
    }

    [Fact]
    public void WhatIsWrongWithTheImageOfAMountedRootIsAnAttribute()
    {
        using var image = new MountedImage(isRootfs: true, LayerBlob.Of(LayerBuilder.Tar([TestEntry.File("f", "x"), TestEntry.HardLink("h", "missing")])));
        Assert.True(File.Exists(Path.Combine(image.Mountpoint, "f")));
        Assert.Contains("missing", System.Text.Encoding.UTF8.GetString(Attributes.Get(image.Mountpoint, "user.ocifs.error")!), StringComparison.Ordinal);
    }

    private static long Of(JsonNode status, string operation) => (long?)status["operations"]![operation]?["requests"] ?? 0;

    private static long OfAll(JsonNode status) => status["operations"]!.AsObject().Sum(operation => (long)operation.Value!["requests"]!);

    private static long Errors(JsonNode status, string errno) => (long?)status["errnos"]![errno] ?? 0;

    internal static LayerBlob Layer() => LayerBlob.Of(LayerBuilder.Tar(
    [
        TestEntry.Directory("d"), .. Enumerable.Range(0, Files).Select(i => TestEntry.File($"d/file{i}", new string((char)('a' + (i % 26)), FileBytes))),
        TestEntry.File("d/other", Guid.NewGuid().ToString()), // No test may find another's index.
    ]));
}
