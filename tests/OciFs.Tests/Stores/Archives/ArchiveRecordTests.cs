using OciFs.Layers;
using OciFs.Stores;
using OciFs.Stores.Archives;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores.Archives;

/// <summary>What is kept of an archive in the cache.</summary>
public sealed class ArchiveRecordTests : IDisposable
{
    private readonly TempFolder _cacheFolder = new();
    private readonly ArchiveBuilder _archive = new();

    public ArchiveRecordTests() =>
        _archive.File("a", new byte[200_000]).File("a", "last").Link("l", "a").File("b", "1").Write();

    private CacheFolder Cache => new(_cacheFolder.Path);

    private string[] Files => Directory.Exists(Cache.Path) ? Directory.GetFiles(Cache.Path) : [];

    [Theory]
    [InlineData("cat")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void A_scan_comes_back_as_it_was(string program)
    {
        var path = ArchiveMembersTests.Pack(_archive, program);
        var status = FileStatus.Of(path)!.Value;
        using var file = new FileBlob(File.OpenHandle(path));
        var scan = ArchiveScan.Of(file, path);
        var record = ArchiveRecord.Format(status, scan);
        var back = ArchiveRecord.TryParse(record, status)!;
        Assert.Equal(scan.Members.Entries, back.Members.Entries);
        Assert.Equal(scan.Members.Problems, back.Members.Problems);
        Assert.Equal(scan.SeekIndex.ToArray(), back.SeekIndex.ToArray());
        Assert.Null(ArchiveRecord.TryParse(record, status with { Changed = status.Changed + 1 }));
        Assert.Null(ArchiveRecord.TryParse(record, status with { Identity = status.Identity + 1 }));
    }

    [Fact]
    public void A_damaged_record_is_as_good_as_none()
    {
        var path = ArchiveMembersTests.Pack(_archive, "gzip");
        var status = FileStatus.Of(path)!.Value;
        using var file = new FileBlob(File.OpenHandle(path));
        ArchiveRecord.TryKeep(Cache, status, ArchiveScan.Of(file, path));
        var kept = Assert.Single(Files);
        var record = File.ReadAllBytes(kept);
        for (var i = 0; i < record.Length; i++)
        {
            var damaged = record.ToArray();
            damaged[i] ^= 0x10;
            foreach (var bytes in (byte[][])[damaged, record[..i], [.. record[..i], .. new byte[record.Length - i]]])
            {
                File.WriteAllBytes(kept, bytes);
                Assert.True(bytes.AsSpan().SequenceEqual(record) || ArchiveRecord.TryOpen(Cache, status, out _) is null);
            }
        }
    }

    [Theory]
    [InlineData("cat")]
    [InlineData("gzip")]
    public void An_archive_is_scanned_once(string program)
    {
        var path = ArchiveMembersTests.Pack(_archive, program);
        Archive.Open(path, new StoreOptions { Cache = Cache }).Release();
        Assert.Empty(Files);

        // What has just been written may be written again under the same time.
        Thread.Sleep(TimeSpan.FromSeconds(2.6));
        Archive.Open(path, new StoreOptions { Cache = Cache }).Release();
        Assert.Single(Files);

        // Whoever reads it now finds another tar under the same status: only the record still knows the members.
        var again = Archive.Open(path, new StoreOptions { Cache = Cache });
        Assert.True(again.Members.TryFind("b", out var b, out _));
        Assert.Equal("1"u8, again.Read(b));
        Assert.False(again.WasSlow);
        again.Release();

        File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        Thread.Sleep(TimeSpan.FromSeconds(2.6));
        Archive.Open(path, new StoreOptions { Cache = Cache }).Release();
        Assert.Equal(2, Files.Length);
    }

    public void Dispose()
    {
        _archive.Dispose();
        _cacheFolder.Dispose();
    }
}
