using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using OciFs.Layers;
using OciFs.Reference;

namespace OciFs.Tests.Layers;

/// <summary>Nobody else reads the cache, and what others may have written there is not believed.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class PrivateCacheTests : IDisposable
{
    private const int Stranger = 12345;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly string Name = new string('a', 64) + ".sha256.x";
    private static readonly byte[] Small = [1, 2, 3];
    private static readonly byte[] Large = [.. Enumerable.Range(0, 3 * Limits.CachedBytesInMemory).Select(i => (byte)(i * 7))];

    private readonly TempFolder _temporary = new();
    private readonly CacheFolder _cache;

    public PrivateCacheTests() => _cache = new CacheFolder(_temporary["cache"]);

    private string File => Path.Combine(_cache.Path, Name);

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void FoldersAndFilesAreOfTheirOwnerAlone()
    {
        Keep(Small);
        Assert.Equal(Private, System.IO.File.GetUnixFileMode(File));
        foreach (var folder in (string[])[_cache.Path, _temporary["cache"]])
            Assert.Equal(Private | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(folder));
    }

    [Fact]
    public void AFolderOfAnOlderVersionIsClosedToOthers()
    {
        Directory.CreateDirectory(_cache.Path);
        System.IO.File.SetUnixFileMode(_cache.Path, (UnixFileMode)0x1FF);
        Keep(Small);
        Assert.Equal(Small, _cache.TryReadSmall(Name));
        Assert.Equal(Private | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(_cache.Path));
    }

    [Fact]
    public void LargeFilesComeBackToo()
    {
        Keep(Large);
        Assert.Equal(Large, _cache.TryReadSmall(Name));
        var whole = System.IO.File.ReadAllBytes(File);
        for (var at = 0; at < whole.Length; at += 4093)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 4;
            foreach (var bytes in (byte[][])[changed, whole[..at], [.. whole[..at], .. new byte[whole.Length - at]]])
            {
                System.IO.File.WriteAllBytes(File, bytes);
                Assert.Null(_cache.TryReadSmall(Name));
            }
        }
    }

    [Fact]
    public void AFileOfAStrangerIsMadeAgain()
    {
        SkipUnlessRoot();
        Keep(Small);
        Assert.Equal(0, chown(File, Stranger, Stranger));
        CheckIsMadeAgain();
    }

    [Fact]
    public void AFileThatOthersMayWriteIsMadeAgain()
    {
        foreach (var others in (UnixFileMode[])[UnixFileMode.GroupWrite, UnixFileMode.OtherWrite])
        {
            Keep(Small);
            System.IO.File.SetUnixFileMode(File, Private | others);
            CheckIsMadeAgain();
        }
    }

    [Fact]
    public void WhatIsNoFileIsMadeAgain()
    {
        Keep(Small);
        var sound = Path.Combine(_cache.Path, "sound");
        System.IO.File.Move(File, sound);
        System.IO.File.CreateSymbolicLink(File, sound);
        CheckIsMadeAgain();
        System.IO.File.Delete(File);
        Assert.Equal(0, mkfifo(File, 0x180));
        CheckIsMadeAgain();
    }

    /// <summary>To open a terminal may make it ours, to open a tape rewinds it.</summary>
    [Fact]
    public void ADeviceIsNotOpened()
    {
        SkipUnlessRoot();
        Keep(Small);
        System.IO.File.Delete(File);
        Assert.SkipUnless(mknod(File, 0x2180, (1 << 8) | 5) == 0, "devices cannot be made here"); // /dev/zero
        CheckIsMadeAgain();
    }

    [Fact]
    public void AFolderInPlaceOfAFileIsTold()
    {
        Directory.CreateDirectory(File);
        Assert.Null(_cache.TryReadSmall(Name));
        Assert.NotNull(_cache.TryWrite(Name, file => file.Write(Small)));
        Assert.Equal([File], Directory.GetFileSystemEntries(_cache.Path));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("file")]
    [InlineData("stranger")]
    public void AFolderThatIsNotOursIsNotUsed(string what)
    {
        Keep(Small);
        var sound = _temporary["sound"];
        switch (what)
        {
            case "link":
                Directory.Move(_cache.Path, sound);
                System.IO.File.CreateSymbolicLink(_cache.Path, sound);
                break;
            case "file":
                Directory.Move(_cache.Path, sound);
                System.IO.File.WriteAllText(_cache.Path, "");
                break;
            default:
                SkipUnlessRoot();
                Assert.Equal(0, chown(_cache.Path, Stranger, Stranger));
                break;
        }

        Assert.Null(_cache.TryReadSmall(Name));
        Assert.Null(_cache.TryCreateNameless());
        Assert.Contains(what == "stranger" ? $"user {Stranger} (set OCIFS_CACHE" : "(remove it)", _cache.TryWrite(Name, file => file.Write(Small)), StringComparison.Ordinal);
        Assert.Throws<IOException>(() => _cache.Prune(0, TimeSpan.MinValue));
        Assert.Single(Directory.GetFiles(what == "stranger" ? _cache.Path : sound));
    }

    private void CheckIsMadeAgain()
    {
        Assert.Null(_cache.TryReadSmall(Name));
        Assert.Null(_cache.TryOpen(Name));
        Keep(Small);
        Assert.Equal(Small, _cache.TryReadSmall(Name));
    }

    private void Keep(byte[] content) => Assert.Null(_cache.TryWrite(Name, file => file.Write(content)));

    private static void SkipUnlessRoot() => Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root gives files away");

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chown(string path, int user, int group);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkfifo(string path, uint mode);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mknod(string path, uint mode, ulong device);
}
