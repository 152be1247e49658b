using OciFs.Fuzz.Mutate;

namespace OciFs.Fuzz.Engine;

/// <summary>The search: mutate an input, run it, keep it if it went where none went before.</summary>
/// <param name="harness">What is fuzzed.</param>
/// <param name="seed">Of the random numbers.</param>
/// <param name="around">Runs what it is given; a child notes the input where its parent finds it.</param>
internal sealed class FuzzLoop(Harness harness, int seed, Func<byte[], Func<Finding?>, Finding?> around)
{
    /// <summary>An input this slow costs more than it is worth.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(200);

    private readonly Random _random = new(seed);
    private readonly Target _target = new(harness);
    private readonly List<byte[]> _corpus = [];

    /// <summary>Inputs run so far.</summary>
    public long Runs { get; private set; }

    /// <summary>What was reached.</summary>
    public EdgeSet Edges { get; } = new();

    /// <summary>Inputs that each reached something new.</summary>
    public IReadOnlyList<byte[]> Corpus => _corpus;

    /// <summary>Told of each new input of the corpus.</summary>
    public Action<byte[]>? Kept { get; init; }

    /// <summary>Told of every finding, also of one cause again.</summary>
    public Action<byte[], Finding>? Found { get; init; }

    /// <summary>Runs inputs as they are, and keeps those that reach something new.</summary>
    public void Take(IEnumerable<byte[]> inputs)
    {
        foreach (var input in inputs)
            Try(input);
    }

    /// <summary>Searches until told to stop.</summary>
    public void Search(Func<bool> goesOn)
    {
        var mutator = new Mutator(harness, _random);
        if (_corpus.Count == 0)
            _corpus.Add([]);
        while (goesOn())
            Try(mutator.Mutate(Pick(), Pick()));
    }

    /// <summary>A subset of the corpus that reaches as much: shortest first, each that adds something.</summary>
    public List<byte[]> Distill()
    {
        var reached = new EdgeSet();
        return [.. _corpus.OrderBy(input => input.Length).Where(input => Run(input) is null && reached.Add(EdgeSet.Read(Coverage.Counters)))];
    }

    /// <summary>Recent ones more often: they are where the search is.</summary>
    private byte[] Pick()
    {
        var recent = Math.Min(_corpus.Count, 32);
        return _random.Next(3) == 0 ? _corpus[_corpus.Count - 1 - _random.Next(recent)] : _corpus[_random.Next(_corpus.Count)];
    }

    private void Try(byte[] input)
    {
        if (Run(input) is { } finding)
        {
            Found?.Invoke(input, finding);
            return;
        }

        if (!Edges.HasNew(Coverage.Counters) || _target.Elapsed > Slow)
            return;

        // Threads of the product and caches make counts that do not come again: only what comes twice is taken for the input's doing.
        var first = EdgeSet.Read(Coverage.Counters).ToHashSet();
        if (Run(input) is not null)
            return;
        first.IntersectWith(EdgeSet.Read(Coverage.Counters));
        if (!Edges.Add(first))
            return;
        _corpus.Add(input);
        Kept?.Invoke(input);
    }

    private Finding? Run(byte[] input)
    {
        Runs++;
        return around(input, () => _target.Run(input));
    }
}
