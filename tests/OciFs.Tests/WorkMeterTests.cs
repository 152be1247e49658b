namespace OciFs.Tests;

/// <summary>How far work is, of pieces and of parts of pieces.</summary>
public sealed class WorkMeterTests
{
    private readonly WorkMeter _meter = new();

    [Fact]
    public void WhatIsRunningCountsAndWhatHasEndedStays()
    {
        var one = _meter.Begin("one", 100);
        using var two = _meter.Begin("two", 0);
        one.Advance(30);
        two.Advance(5);
        Assert.Equal((35, 105, 2), (_meter.Done, _meter.Total, _meter.Running.Length));
        one.Dispose();
        one.Dispose();
        Assert.Equal((35, 35, "two"), (_meter.Done, _meter.Total, Assert.Single(_meter.Running).What));
    }

    [Fact]
    public void MoreThanThereAreNumbersForIsTheLargest()
    {
        using var one = _meter.Begin("one", long.MaxValue);
        var two = _meter.Begin("two", long.MaxValue);
        one.Advance(long.MaxValue);
        one.Advance(long.MaxValue);
        two.Advance(long.MaxValue);
        Assert.Equal((long.MaxValue, long.MaxValue, long.MaxValue), (one.Done, _meter.Done, _meter.Total));
        two.Dispose();
        Assert.Equal((long.MaxValue, long.MaxValue), (_meter.Done, _meter.Total));
    }

    [Theory]
    [InlineData(10, 1000)]
    [InlineData(1000, 10)]
    [InlineData(0, 10)]
    [InlineData(10, 0)]
    public void APartAdvancesTheWholeByItsShareWhateverItsOwnLength(long share, long total)
    {
        using var whole = _meter.Begin("whole", share + 7);
        var part = whole.Begin(total, share);
        for (var i = 0; i < total; i++)
        {
            part.Advance(1);
            Assert.InRange(whole.Done, 0, share);
        }

        part.Advance(3);
        part.Dispose();
        part.Dispose();
        Assert.Equal((share, 1), (whole.Done, _meter.Running.Length));
    }
}
