using OciFs.Stores;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores;

/// <summary>A layout that is written to while it is shown.</summary>
public sealed class LayoutIndexTests
{
    [Fact]
    public void Same_instance_while_nothing_changed()
    {
        using var layout = Of("a");
        using var store = OciLayoutStore.Open(layout.Path);
        Assert.Same(store.List(), store.List());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_content_is_seen_after_a_long_rest(bool replaced)
    {
        using var layout = Of("a");
        Thread.Sleep(TimeSpan.FromSeconds(3));
        using var store = OciLayoutStore.Open(layout.Path);
        Assert.Same(store.List(), store.List());
        Change(layout, "b", replaced);
        Assert.Equal("b", Names(store));
    }

    [Fact]
    public void Same_instance_when_the_same_is_written_again()
    {
        using var layout = Of("a");
        using var store = OciLayoutStore.Open(layout.Path);
        var listing = store.List();
        Write(layout, "a");
        Assert.Same(listing, store.List());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_content_is_seen(bool replaced)
    {
        using var layout = Of("a");
        using var store = OciLayoutStore.Open(layout.Path);
        Assert.Equal("a", Names(store));
        Change(layout, "b", replaced);
        Assert.Equal("b", Names(store));
        Change(layout, "b,c", replaced);
        Assert.Equal("b,c", Names(store));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_content_of_the_same_size_and_date_is_seen(bool replaced)
    {
        using var layout = Of("a");
        var date = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(layout.IndexPath, date);
        using var store = OciLayoutStore.Open(layout.Path);
        Assert.Equal("a", Names(store));
        Change(layout, "b", replaced);
        File.SetLastWriteTimeUtc(layout.IndexPath, date);
        Assert.Equal("b", Names(store));
    }

    [Fact]
    public void Content_written_twice_within_a_tick_of_the_clock_is_seen()
    {
        using var layout = Of("a");
        var index = OciLayoutStore.Follow(layout.IndexPath, Stopped(DateTime.UtcNow));
        Write(layout, "b");

        // Under the same status it is looked for a moment later, not at every look.
        Assert.True(SpinWait.SpinUntil(() => Assert.Single(index.Now().Listing.Images).Name == "b", TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Content_of_an_old_date_is_not_read_again()
    {
        using var layout = Of("a");
        var index = OciLayoutStore.Follow(layout.IndexPath, Stopped(DateTime.UtcNow - TimeSpan.FromMinutes(1)));
        var listing = index.Now().Listing;
        Write(layout, "b");
        Assert.Same(listing, index.Now().Listing);
    }

    [Fact]
    public void Broken_content_keeps_the_names_and_says_so()
    {
        using var layout = Of("a");
        using var store = OciLayoutStore.Open(layout.Path);
        File.WriteAllText(layout.IndexPath, "{\"manifests\":[");
        Assert.Equal("a", Names(store));
        Assert.StartsWith($"{layout.IndexPath}: ", Assert.Single(store.List().Problems), StringComparison.Ordinal);
        Assert.Same(store.List(), store.List());
        Write(layout, "b");
        Assert.Equal("b", Names(store));
        Assert.Empty(store.List().Problems);
    }

    [Fact]
    public void A_file_that_is_gone_keeps_the_names_and_says_so()
    {
        using var layout = Of("a");
        using var store = OciLayoutStore.Open(layout.Path);
        File.Delete(layout.IndexPath);
        Assert.Equal("a", Names(store));
        Assert.Contains("missing", Assert.Single(store.List().Problems));
        Write(layout, "b");
        Assert.Equal("b", Names(store));
    }

    [Fact]
    public void A_file_caught_in_the_middle_is_read_again()
    {
        using var layout = Of("a");
        var whole = File.ReadAllText(layout.IndexPath);
        File.WriteAllText(layout.IndexPath, whole[..^1]);
        using var begun = new ManualResetEventSlim();
        var writer = new Thread(() =>
        {
            begun.Wait();
            File.AppendAllText(layout.IndexPath, whole[^1..]);
        });
        writer.Start();
        begun.Set();
        using var store = OciLayoutStore.Open(layout.Path);
        Assert.Equal("a", Names(store));
        writer.Join();
    }

    [Fact]
    public void Many_readers_see_whole_listings_while_it_is_written()
    {
        using var layout = Of("0,0b");
        using var store = OciLayoutStore.Open(layout.Path);
        using var stop = new CancellationTokenSource();
        Task<int> Reader() => Task.Factory.StartNew(() => Look(store, stop.Token), TaskCreationOptions.LongRunning);
        Task<int>[] readers = [Reader(), Reader(), Reader()];
        for (var i = 1; i < 100; i++)
        {
            Change(layout, $"{i},{i}b", replaced: true);
        }

        stop.Cancel();
        Assert.All(readers, reader => Assert.Equal(0, reader.GetAwaiter().GetResult()));
        Assert.Equal("99,99b", Names(store));
    }

    // The status of a file system whose clock stands still.
    private static Func<string, FileStatus?> Stopped(DateTime clock)
    {
        var time = (clock - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        return _ => new FileStatus(IsRegular: true, Length: 1, Identity: 1, Modified: time, Changed: time);
    }

    private static int Look(OciLayoutStore store, CancellationToken stop)
    {
        var torn = 0;
        while (!stop.IsCancellationRequested)
        {
            var names = Names(store).Split(',');
            torn += names.Length == 2 && names[1] == names[0] + "b" && store.List().Problems.IsEmpty ? 0 : 1;
        }

        return torn;
    }

    private static LayoutBuilder Of(string names)
    {
        var layout = new LayoutBuilder();
        layout.Image();
        Write(layout, names);
        return layout;
    }

    private static void Change(LayoutBuilder layout, string names, bool replaced)
    {
        if (!replaced)
        {
            Write(layout, names);
            return;
        }

        var other = layout.IndexPath + ".new";
        File.WriteAllText(other, TextOf(names));
        File.Move(other, layout.IndexPath, overwrite: true);
    }

    private static void Write(LayoutBuilder layout, string names) => File.WriteAllText(layout.IndexPath, TextOf(names));

    private static string TextOf(string names) => LayoutBuilder.IndexOf(names.Split(',').Select(name =>
        LayoutBuilder.Entry(LayoutBuilder.ManifestType, "sha256:" + new string('0', 64), 1, LayoutBuilder.Named(name))));

    private static string Names(OciLayoutStore store) => string.Join(',', store.List().Images.Select(image => image.Name));
}
