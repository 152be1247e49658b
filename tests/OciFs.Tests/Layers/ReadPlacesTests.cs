using OciFs.Layers;

namespace OciFs.Tests.Layers;

/// <summary>Reads at once are bounded, for one blob and for all, and whoever finds no place gets one when there is.</summary>
public sealed class ReadPlacesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task WhoFindsNoPlaceIsWokenWhenOneIsFree()
    {
        var places = new ReadPlaces(2);
        places.Enter();
        places.Enter();
        var ready = Assert.Throws<NotReadyException>(places.Enter).Ready;
        Assert.False(ready.IsCompleted);
        places.Leave();
        await ready.WaitAsync(Patience, TestContext.Current.CancellationToken);
        places.Enter();
        Assert.Equal(2, places.Taken);
    }

    [Fact]
    public async Task OneBlobThatHangsLeavesPlacesToAnotherButAllTogetherAreBounded()
    {
        var all = new ReadPlaces(3);
        var (hanging, other, third) = (new ReadPlaces(2, all), new ReadPlaces(2, all), new ReadPlaces(2, all));
        hanging.Enter();
        hanging.Enter();
        Assert.Throws<NotReadyException>(hanging.Enter);
        other.Enter();
        var ready = Assert.Throws<NotReadyException>(third.Enter).Ready;
        Assert.Equal(0, third.Taken);
        other.Leave();
        await ready.WaitAsync(Patience, TestContext.Current.CancellationToken);
        third.Enter();
    }

    /// <summary>Each place is offered to the next where who was woken does not come: it was interrupted.</summary>
    [Fact]
    public async Task WhoDoesNotComeHoldsUpNobody()
    {
        var places = new ReadPlaces(2);
        places.Enter();
        places.Enter();
        var waiting = Enumerable.Range(0, 200).Select(_ => Assert.Throws<NotReadyException>(places.Enter).Ready).ToArray();
        places.Leave();
        await Task.WhenAll(waiting).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void ManyThreadsAllGetThroughAndNeverMoreAtOnce()
    {
        var places = new ReadPlaces(3);
        var (inside, most, done) = (0, 0, 0);
        var threads = Enumerable.Range(0, 16).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                EnterPatiently(places);
                var now = Interlocked.Increment(ref inside);
                InterlockedMax(ref most, now);
                Thread.Yield();
                Interlocked.Decrement(ref inside);
                places.Leave();
                Interlocked.Increment(ref done);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(Patience), "a reader waits for ever"));
        Assert.Equal(3200, done);
        Assert.InRange(most, 1, 3);
        Assert.Equal(0, places.Taken);

        static void EnterPatiently(ReadPlaces places) => OciFs.Patience.Ask(() =>
        {
            places.Enter();
            return 0;
        });
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
            _ = Interlocked.CompareExchange(ref most, value, seen);
    }
}
