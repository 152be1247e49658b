using OciFs.Stores;

namespace OciFs.Tests.Stores;

/// <summary>When files that are followed are read again. Clock and statuses are the test's.</summary>
public sealed class FollowedStateTests : TimeProvider
{
    private TimeSpan _now;
    private TimeSpan _took;
    private int _readings;
    private Exception? _failure;
    private FileStatus? _status = JustWritten(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    [Fact]
    public void A_file_just_written_is_not_read_at_every_look()
    {
        var followed = Follow();
        Looks(followed, 100);
        Assert.Equal(1, _readings);

        _now += TimeSpan.FromMilliseconds(50);
        Looks(followed, 100);
        Assert.Equal(2, _readings);
    }

    [Fact]
    public void A_reading_under_the_same_status_rests_four_times_as_long_as_it_took()
    {
        var followed = Follow();
        _took = TimeSpan.FromMilliseconds(40);
        _now += TimeSpan.FromMilliseconds(50);
        Looks(followed, 1);
        _now += TimeSpan.FromMilliseconds(159);
        Looks(followed, 1);
        Assert.Equal(2, _readings);
        _now += TimeSpan.FromMilliseconds(1);
        Looks(followed, 1);
        Assert.Equal(3, _readings);
    }

    [Fact]
    public void A_change_is_read_at_once()
    {
        var followed = Follow();
        _took = TimeSpan.FromMilliseconds(200);
        for (var i = 1; i < 5; i++)
        {
            Change();
            Looks(followed, 1);
            Assert.Equal(i + 1, _readings);
        }
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(60, 10)]
    public void Long_readings_rest_from_changes_too(int took, int rest)
    {
        var followed = Follow();
        _took = TimeSpan.FromSeconds(took);
        Change();
        Looks(followed, 1);
        Change();
        _now += TimeSpan.FromSeconds(rest) - TimeSpan.FromTicks(1);
        Looks(followed, 100);
        Assert.Equal(2, _readings);
        _now += TimeSpan.FromTicks(1);
        Looks(followed, 1);
        Assert.Equal(3, _readings);
    }

    [Fact]
    public void What_has_settled_is_never_read_again()
    {
        _status = LongLeftAlone;
        var followed = Follow();
        _now += TimeSpan.FromDays(1);
        Looks(followed, 100);
        Assert.Equal(1, _readings);
    }

    [Fact]
    public void What_broke_is_tried_again_a_second_later_although_the_file_is_the_same()
    {
        var followed = Follow();
        _status = LongLeftAlone;
        _failure = new OciFsException(OciFsError.Unavailable, "too many open files");
        var broken = followed.Now();
        Assert.Equal(["too many open files"], broken.Listing.Problems);
        var tried = _readings;
        _failure = null;
        _now += TimeSpan.FromMilliseconds(999);
        Assert.Same(broken, followed.Now());
        Assert.Equal(tried, _readings);
        _now += TimeSpan.FromMilliseconds(1);
        Assert.Empty(followed.Now().Listing.Problems);
    }

    [Fact]
    public async Task Whoever_looks_while_another_reads_is_given_what_is_known()
    {
        var followed = Follow();
        var first = followed.Now();
        using var begun = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        Change();
        OnRead = () =>
        {
            begun.Set();
            Assert.True(end.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        };
        var other = new Thread(() => followed.Now());
        other.Start();
        Assert.True(begun.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Same(first, await Task.Run(followed.Now, cancellation).WaitAsync(TimeSpan.FromSeconds(30), cancellation));
        end.Set();
        other.Join();
        Assert.NotSame(first, followed.Now());
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException), "/file: cannot be understood: InvalidOperationException: ")]
    [InlineData(typeof(OverflowException), "/file: cannot be understood: OverflowException: ")]
    [InlineData(typeof(IOException), "/file: cannot be read: ")]
    public void Whatever_a_reader_throws_is_a_problem(Type kind, string told)
    {
        var followed = Follow();
        Change();
        _failure = (Exception)Activator.CreateInstance(kind)!;
        Assert.StartsWith(told, Assert.Single(followed.Now().Listing.Problems), StringComparison.Ordinal);
        Assert.StartsWith(told, Assert.Throws<OciFsException>(() => Follow()).Message, StringComparison.Ordinal);
    }

    private Action? OnRead { get; set; }

    private static FileStatus LongLeftAlone => new(IsRegular: true, Length: 1, Identity: 1, Modified: 0, Changed: 0);

    private static void Looks(FollowedState<State> followed, int count)
    {
        for (var i = 0; i < count; i++)
        {
            followed.Now();
        }
    }

    private FollowedState<State> Follow() => new(["/file"], Read, _ => _status, this);

    private void Change() => _status = JustWritten(_status!.Value.Identity + 1);

    // A day ahead, so that it stays so however long the test takes.
    private static FileStatus JustWritten(ulong identity)
    {
        var time = (DateTime.UtcNow - DateTime.UnixEpoch + TimeSpan.FromDays(1)).Ticks * TimeSpan.NanosecondsPerTick;
        return new(IsRegular: true, Length: 1, identity, time, time);
    }

    private State Read(State? last)
    {
        _readings++;
        _now += _took;
        OnRead?.Invoke();
        return _failure is null ? new State { Listing = new StoreListing { Images = [], Problems = [] } } : throw _failure;
    }

    private sealed record State : StoreState;
}
