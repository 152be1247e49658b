using System.Diagnostics;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>A store that its tool changes while it is mounted.</summary>
public sealed class StoreFollowingTests
{
    /// <summary>How long the images come and go; a number of seconds in OCIFS_STORE_LOOP makes it longer.</summary>
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("OCIFS_STORE_LOOP"), out var seconds) ? seconds : 20);

    /// <summary>A second is promised; a machine that is busy with other things gets more.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Setups => [.. StoreSetups.All];

    [Theory]
    [MemberData(nameof(Setups))]
    public void Names_come_and_go_within_a_second_and_open_files_stay(string setup)
    {
        using var store = StoreSetup.Make(setup);
        Assert.True(store.Load(Corpora.Given.Layout, "plain"));
        using var mount = MountPoint.Of(store.Source);
        Assert.Equal([SegmentOf(store.NameOf("plain"))], Names(mount));

        Assert.True(store.Load(Corpora.Given.Layout, "wh-file"));
        AssertSoon(mount, store.NameOf("plain"), store.NameOf("wh-file"));

        store.Tag("plain", "localhost/other:2");
        AssertSoon(mount, store.NameOf("plain"), store.NameOf("wh-file"), "localhost/other:2");
        store.Remove("localhost/other:2");
        AssertSoon(mount, store.NameOf("plain"), store.NameOf("wh-file"));

        using var open = File.OpenRead(mount[$"images/{SegmentOf(store.NameOf("plain"))}/rootfs/d/a"]);
        store.Remove(store.NameOf("plain"));
        AssertSoon(mount, store.NameOf("wh-file"));
        Assert.Equal('A', open.ReadByte());
    }

    [Fact]
    public async Task While_Podman_loads_and_removes_a_reader_sees_whole_images_or_none()
    {
        using var store = new PodmanStore("overlay");
        Assert.True(store.Load(Corpora.Given.Layout, "wh-file"));
        using var mount = MountPoint.Of(store.Source);
        using var end = new CancellationTokenSource(Duration);
        var (seen, removals) = (0, 0);
        var reader = Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested)
                    seen += ReadAll(mount, () => Volatile.Read(ref removals)) ? 1 : 0;
            },
            CancellationToken.None);
        while (!end.IsCancellationRequested)
        {
            Assert.True(store.Load(Corpora.Given.Layout, "plain"));
            Interlocked.Increment(ref removals);
            store.Remove(store.NameOf("plain"));
            Interlocked.Increment(ref removals);
        }

        await reader;
        Assert.InRange(seen, 1, int.MaxValue);
    }

    // Whether the image that comes and goes was there, and all of it; what has gone on the way is no fault.
    private static bool ReadAll(MountPoint mount, Func<int> removals)
    {
        var before = removals();
        var folder = mount["images/localhost~plain:1"];
        Assert.True(File.Exists(mount["images/localhost~wh-file:1/manifest"]));
        try
        {
            var content = File.ReadAllText($"{folder}/rootfs/d/a");
            Assert.Equal("A", content);
            return true;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException) when (removals() != before || !Directory.Exists(folder))
        {
            return false;
        }
    }

    private static void AssertSoon(MountPoint mount, params string[] names)
    {
        var watch = Stopwatch.StartNew();
        string[] expected = [.. names.Select(SegmentOf).Order(StringComparer.Ordinal)];
        while (!Names(mount).SequenceEqual(expected, StringComparer.Ordinal) && watch.Elapsed < Soon)
            Thread.Sleep(20);
        Assert.Equal(expected, Names(mount));
    }

    private static string[] Names(MountPoint mount) => [.. Directory.GetDirectories(mount["images"]).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private static string SegmentOf(string name) => name.Replace('/', '~');
}
