using System.Collections.Concurrent;

namespace OciFs.Soak;

/// <summary>What the readers of one run have met. Any thread.</summary>
internal sealed class Run
{
    private const int FailuresTold = 20;

    private readonly ConcurrentDictionary<string, Latencies> _latencies = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _failures = new();
    private int _active;
    private volatile bool _ended;

    public bool HasEnded => _ended;

    /// <summary>Readers that have not left.</summary>
    public int Active => Volatile.Read(ref _active);

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>Of all operations of readers.</summary>
    public Latencies All { get; } = new();

    public long Count => All.Count;

    public Latencies Of(string name) => _latencies.GetOrAdd(name, _ => new Latencies());

    public IOrderedEnumerable<KeyValuePair<string, Latencies>> Latencies => _latencies.OrderBy(row => row.Key, StringComparer.Ordinal);

    public void Joined() => Interlocked.Increment(ref _active);

    public void Left() => Interlocked.Decrement(ref _active);

    public void End() => _ended = true;

    /// <summary>A reader's operation.</summary>
    public void NoteRead(string name, TimeSpan taken)
    {
        Of(name).Add(taken);
        All.Add(taken);
    }

    public void Note(string name, TimeSpan taken) => Of(name).Add(taken);

    public void Fail(string what)
    {
        if (_failures.Count < FailuresTold)
        {
            _failures.Enqueue(what);
            Console.Error.WriteLine($"soak: {what}");
        }
        _ended |= _failures.Count >= FailuresTold;
    }
}
