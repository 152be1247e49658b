using OciFs.Layers;

namespace OciFs.Tests.Layers;

/// <summary>Whose first pass is next, at what priority it runs, and that all end.</summary>
public sealed class FirstPassGateTests : IDisposable
{
    private const long Large = 1L << 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FirstPassGate _gate = new();
    private readonly ManualResetEventSlim _held = new();
    private readonly List<long> _order = [];

    public void Dispose()
    {
        _held.Set();
        _gate.Dispose();
        _held.Dispose();
    }

    [Fact]
    public async Task TheShorterOfThoseThatWaitIsFirst()
    {
        Task[] holding = Hold();
        long[] sizes = [Large, 30 << 20, 200 << 20, 10 << 20];
        Task[] waiting = [.. sizes.Select(size => _gate.RunAsync(size, _ => Note(size)))];
        Assert.Equal(sizes.Length, _gate.Waiting);
        _held.Set();
        await Task.WhenAll([.. holding, .. waiting]);

        // Several run at once: of two that begin together either may note first.
        Assert.InRange(_order.IndexOf(Large), sizes.Length - Limits.FirstPassesAtOnce, sizes.Length - 1);
        Assert.InRange(_order.IndexOf(10 << 20), 0, Limits.FirstPassesAtOnce - 1);
        Assert.Equal((0, 0), (_gate.Running, _gate.Waiting));
    }

    [Fact]
    public async Task ASmallOneRunsBesideLargeOnes()
    {
        Task[] holding = Hold();
        var large = _gate.RunAsync(Large, _ => Note(Large));
        Task<long>[] small = [.. Enumerable.Range(1, 5).Select(size => _gate.RunAsync(size, _ => Note(size)))];
        await Task.WhenAll(small).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(large.IsCompleted);
        Assert.Equal([1, 2, 3, 4, 5], _order);
        _held.Set();
        await Task.WhenAll([.. holding, large]);
    }

    /// <summary>The kernel's own word (proc_pid_stat(5), field 19).</summary>
    [Fact]
    public async Task APassIsNicerThanWhoAsksAndThePoolIsNot()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "priorities are Linux's");
        var own = NiceOfThisThread();
        Assert.Equal(own + 5, await _gate.RunAsync(1, _ => NiceOfThisThread()));
        Assert.Equal(own, await Task.Run(NiceOfThisThread, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ClosingEndsThoseThatWaitAndLetsNoneBegin()
    {
        Task[] holding = Hold();
        Task[] waiting = [.. ((long[])[Large, 1, 2]).Select(size => _gate.RunAsync(size, end => Wait(end)))];
        _gate.Close();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
        Assert.All(waiting, task => Assert.True(task.IsCanceled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _gate.RunAsync(1, Note));
        _held.Set();
        await Task.WhenAll(holding);
    }

    [Fact]
    public async Task AFailureIsThatOfThePassAndFreesItsTurn()
    {
        for (var i = 0; i < 3 * Limits.FirstPassesAtOnce; i++)
        {
            await Assert.ThrowsAsync<IOException>(() => _gate.RunAsync<long>(Large, _ => throw new IOException("gone")));
        }

        Assert.Equal(0, _gate.Running);
    }

    private Task[] Hold()
    {
        Task[] holding = [.. Enumerable.Range(0, Limits.FirstPassesAtOnce).Select(_ => _gate.RunAsync(Large, _ => Wait(CancellationToken.None)))];
        Assert.Equal(holding.Length, _gate.Running);
        return holding;
    }

    private long Wait(CancellationToken end)
    {
        _held.Wait(end);
        return 0;
    }

    private long Note(CancellationToken end) => Note(0);

    private long Note(long size)
    {
        lock (_order)
        {
            _order.Add(size);
        }

        return size;
    }

    private static int NiceOfThisThread()
    {
        var fields = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(fields[(fields.LastIndexOf(')') + 2)..].Split(' ')[16]);
    }
}
