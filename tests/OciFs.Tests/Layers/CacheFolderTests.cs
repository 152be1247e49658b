using OciFs.Layers;
using OciFs.Reference;

namespace OciFs.Tests.Layers;

public sealed class CacheFolderTests : IDisposable
{
    private readonly TempFolder _temporary = new();
    private readonly CacheFolder _cache;

    public CacheFolderTests() => _cache = new CacheFolder(_temporary["cache"]);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void AFolderThatIsNotThereIsEmpty()
    {
        Assert.Empty(_cache.List());
        Assert.Empty(_cache.Prune(0, TimeSpan.Zero));
        Assert.Null(_cache.TryOpen(Name('a')));
    }

    [Fact]
    public void WhatWasUsedLongestAgoGoesFirst()
    {
        Add(Name('a'), 100, days: 3);
        Add(Name('b'), 100, days: 1);
        Add(Name('c'), 100, days: 2);
        Assert.Equal([Name('a')], Removed(250, 90));
        Assert.Equal([Name('c')], Removed(100, 90));
        Assert.Equal([], Removed(100, 90));
        Assert.Equal([Name('b')], Removed(99, 90));
    }

    [Fact]
    public void NothingOlderStaysThanWhatGoes()
    {
        Add(Name('a'), 60, days: 1);
        Add(Name('b'), 50, days: 2);
        Add(Name('c'), 30, days: 3);
        Assert.Equal([Name('b'), Name('c')], Removed(90, 90));
    }

    [Fact]
    public void WhatNobodyUsedGoesWhateverItsSize()
    {
        Add(Name('a'), 1, days: 91);
        Add(Name('b'), 1, days: 89);
        Assert.Equal([Name('a')], Removed(1000, 90));
    }

    [Fact]
    public void OpeningIsAUse()
    {
        Assert.Null(_cache.TryWrite(Name('a'), file => file.Write(new byte[10])));
        SetAge(Name('a'), days: 91);
        _cache.TryOpen(Name('a'))!.Dispose();
        Assert.Empty(Removed(1000, 90));
    }

    [Fact]
    public void WhatWasNeverFinishedGoesAfterADay()
    {
        Add(Name('a') + ".4711.0123456789abcdef", 1, days: 2);
        Add(Name('b') + ".4711.0123456789abcdef", 1, days: 0);
        Assert.Equal([Name('a') + ".4711.0123456789abcdef"], Removed(1000, 90));
    }

    [Fact]
    public void FilesOfOthersStay()
    {
        Directory.CreateDirectory(_cache.Path);
        var notes = Path.Combine(_cache.Path, new string('Z', 64) + ".sha256.txt");
        File.WriteAllText(notes, "mine");
        Assert.Empty(_cache.List());
        Assert.Empty(_cache.Prune(0, TimeSpan.MinValue));
        Assert.True(File.Exists(notes));
    }

    [Fact]
    public void AFileIsThereWholeOrNotAtAll()
    {
        Assert.Null(_cache.TryWrite(Name('a'), file => file.Write(new byte[10])));
        Assert.Equal(Name('a'), Assert.Single(_cache.List()).Name);
        Directory.CreateDirectory(Path.Combine(_cache.Path, Name('b')));
        Assert.NotNull(_cache.TryWrite(Name('b'), file => file.Write(new byte[10])));
        Assert.Equal(Name('a'), Path.GetFileName(Assert.Single(Directory.GetFiles(_cache.Path))));
    }

    private static string Name(char digit) => new string(digit, 64) + ".sha256.2";

    private void Add(string name, int size, int days)
    {
        Directory.CreateDirectory(_cache.Path);
        var path = Path.Combine(_cache.Path, name);
        File.WriteAllBytes(path, new byte[size]);
        SetAge(name, days);
    }

    private void SetAge(string name, int days)
    {
        var path = Path.Combine(_cache.Path, name);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-days));
        File.SetLastAccessTimeUtc(path, DateTime.UtcNow.AddDays(-days));
    }

    private string[] Removed(long bytes, int days) => [.. _cache.Prune(bytes, TimeSpan.FromDays(days)).Select(file => file.Name)];
}
