using OciFs.Fuse.Session;

namespace OciFs.Fuse.Tests.Session;

public sealed class InterruptSlotTests
{
    [Fact]
    public void OnlyTheRunningRequestIsCancelled()
    {
        using var slot = new InterruptSlot();
        Assert.False(slot.TryInterrupt(0, null));
        Assert.False(slot.TryInterrupt(6, null));
        slot.Begin(6);
        var token = slot.Token;
        Assert.False(slot.TryInterrupt(8, null));
        Assert.False(token.IsCancellationRequested);
        Assert.True(slot.TryInterrupt(6, null));
        Assert.True(token.IsCancellationRequested);
        Assert.True(slot.TryInterrupt(6, null));
        slot.End(6);
        Assert.False(slot.TryInterrupt(6, null));
        Assert.False(slot.Token.IsCancellationRequested);
    }

    [Fact]
    public void NumbersThatAreMarksFindNothing()
    {
        using var slot = new InterruptSlot();
        Assert.False(slot.TryInterrupt(ulong.MaxValue, null));
        slot.Begin(6);
        Assert.False(slot.TryInterrupt(6 | (1UL << 63), null));
        slot.End(6);
    }

    [Fact]
    public void AThrowingCallbackIsReported()
    {
        using var slot = new InterruptSlot();
        slot.Begin(2);
        using var registration = slot.Token.Register(() => throw new FormatException());
        var errors = new List<Exception>();
        Assert.True(slot.TryInterrupt(2, errors.Add));
        Assert.IsType<AggregateException>(Assert.Single(errors));
        slot.End(2);
    }

    [Fact]
    public void TheRequestDoesNotEndWhileItIsBeingCancelled()
    {
        using var slot = new InterruptSlot();
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        slot.Begin(2);
        using var registration = slot.Token.Register(() =>
        {
            entered.Set();
            release.Wait();
        });
        var interrupter = new Thread(() => slot.TryInterrupt(2, null));
        interrupter.Start();
        entered.Wait();
        var owner = new Thread(() => slot.End(2));
        owner.Start();
        var early = owner.Join(100);
        release.Set();
        owner.Join();
        interrupter.Join();
        Assert.False(early);
        slot.Begin(4);
        Assert.False(slot.Token.IsCancellationRequested);
        Assert.True(slot.TryInterrupt(4, null));
        slot.End(4);
    }

    /// <summary>A late interrupt must never hit the next request: a token fires only if its own number was found.</summary>
    [Fact]
    public void RacingInterruptsHitTheirRequestOrNone()
    {
        const ulong Requests = 100_000;
        using var slot = new InterruptSlot();
        var hits = new bool[Requests + 1];
        ulong current = 1;
        var interrupter = new Thread(() =>
        {
            for (ulong unique; (unique = Volatile.Read(ref current)) < Requests;)
            {
                hits[unique] |= slot.TryInterrupt(unique, null);
            }
        });
        interrupter.Start();
        var seen = new bool[Requests + 1];
        for (ulong unique = 1; unique <= Requests; unique++)
        {
            Volatile.Write(ref current, unique);
            slot.Begin(unique);
            var token = slot.Token;
            Thread.SpinWait((int)(unique % 64));
            slot.End(unique);
            seen[unique] = token.IsCancellationRequested;
        }
        interrupter.Join();
        Assert.Equal(hits, seen);
        Assert.Contains(true, hits);
    }
}
