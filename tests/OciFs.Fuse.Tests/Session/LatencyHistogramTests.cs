using OciFs.Fuse.Session;
using OciFs.Fuse.Tests.Support;

namespace OciFs.Fuse.Tests.Session;

/// <summary>Percentiles against a sorted list of the same times.</summary>
public sealed class LatencyHistogramTests
{
    private const long Unit = 128;

    private static readonly double[] Shares = [0, 0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1];

    [Fact]
    public void PercentilesAreThoseOfTheSortedTimesOrAnEighthMore()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var times = Times(new Random(seed));
            var histogram = new LatencyHistogram();
            Array.ForEach(times, histogram.Add);
            Array.Sort(times);
            Assert.Equal((times.Length, times[^1]), (histogram.Count, histogram.Most));
            foreach (var share in Shares)
            {
                var exact = times[Math.Max((int)Math.Ceiling(share * times.Length) - 1, 0)];
                Assert.InRange(histogram.Percentile(share), exact, exact + Math.Max(Unit, exact / 8));
            }
        }
    }

    [Fact]
    public void SeveralTogetherAreAsIfOneHadCountedAll()
    {
        var random = new Random(7);
        var (whole, sum) = (new LatencyHistogram(), new LatencyHistogram());
        for (var i = 0; i < 10; i++)
        {
            var part = new LatencyHistogram();
            foreach (var time in Times(random))
            {
                part.Add(time);
                whole.Add(time);
            }

            sum.Add(part);
        }

        Assert.Equal((whole.ToLatency(), whole.Most), (sum.ToLatency(), sum.Most));
        Assert.Equal(whole.ToList(), sum.ToList());
    }

    [Fact]
    public void EachTimeIsInTheBucketThatEndsNextBehindIt()
    {
        for (long time = 0; time < 1L << 43; time = (time * 33 / 32) + 1)
        {
            var histogram = new LatencyHistogram();
            histogram.Add(time);
            var bucket = Assert.Single(histogram.ToList());
            Assert.Equal(1, bucket.Requests);
            Assert.InRange(bucket.End.TotalNanoseconds, time, Math.Max(time * 1.125, time + Unit) + 100);
        }
    }

    [Fact]
    public void WhatNoClockTellsIsCounted()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(-5);
        histogram.Add(long.MaxValue);
        Assert.Equal(2, histogram.Count);
        Assert.Equal(long.MaxValue, histogram.Most);
        Assert.Equal(TimeSpan.Zero, new LatencyHistogram().ToLatency().P99);
        _ = histogram.ToLatency();
    }

    [Fact]
    public void NothingIsAllocatedOnTheWay()
    {
        var counters = new OperationCounters();
        var operation = OperationTable.Find(3);
        counters.Count(operation, Errno.ENOENT, 5);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            counters.Count(operation, Errno.ENOENT, i * 1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task ARequestThatWaitedTookItsWait()
    {
        var ready = new TaskCompletionSource();
        var waits = true;
        var transport = new MemoryTransport();
        var files = new MemoryFileSystem { Hook = (_, _, context) => waits ? context.Later(ready.Task) : Errno.None };
        var dispatcher = new Dispatcher(files, new SessionOptions(), _ => false);
        var parked = new ParkedRequests(transport, dispatcher, () => []);
        using var responder = new Responder(transport.OpenReplyChannel(), dispatcher, parked);
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        responder.Answer(Requests.Build(3, 1, new byte[16]), 2, begun);
        Assert.Equal((1, 0), (parked.Count, responder.Counters.ToList().Count));
        await Task.Delay(20, TestContext.Current.CancellationToken);
        waits = false;
        var waited = System.Diagnostics.Stopwatch.GetElapsedTime(begun);
        ready.SetResult();
        _ = transport.Replies.Take(TestContext.Current.CancellationToken);
        parked.Close();
        var sum = new OperationCounters();
        parked.AddTo(sum);
        var count = Assert.Single(sum.ToList());
        Assert.Equal((1, 0), (count.Requests, parked.Count));
        Assert.InRange(count.Latency.Max, waited, System.Diagnostics.Stopwatch.GetElapsedTime(begun));
    }

    // Of all sizes, some of them often.
    private static long[] Times(Random random)
    {
        var times = new long[random.Next(1, 2000)];
        for (var i = 0; i < times.Length; i++)
            times[i] = i > 0 && random.Next(4) == 0 ? times[random.Next(i)] : random.NextInt64(1L << random.Next(1, 42));
        return times;
    }
}
