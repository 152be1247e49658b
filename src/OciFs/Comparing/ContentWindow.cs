using OciFs.Views;

namespace OciFs.Comparing;

/// <summary>
/// Decides candidates in their order. Contents that have to be read are read some at a time in the order in which the layers have them, so that a compressed
/// layer is gone through from front to end; the first few at once, so that there is something to see soon.
/// </summary>
internal sealed class ContentWindow : IDisposable
{
    private const int FirstReads = 16;

    // Of a layer of small files some 100 MB, beyond which going back to a seek point costs nothing beside the reading.
    private const int MostReads = 8192;

    private const int MostCandidates = 4 * MostReads;

    // Contents of many names that are remembered, so that they are read once.
    private const int MostAnswers = 1 << 16;

    private readonly TreeSides _sides;
    private readonly ContentComparison _contents;
    private readonly Dictionary<(NodeId, NodeId), ContentAnswer> _known = [];
    private readonly List<Candidate> _waiting = [];
    private int _reads;
    private int _mostReads = FirstReads;

    private ContentWindow(TreeSides sides) => (_sides, _contents) = (sides, new ContentComparison());

    private bool IsFull => _reads >= _mostReads || _waiting.Count >= MostCandidates;

    /// <summary>The differences that candidates turn out to be.</summary>
    public static IEnumerable<FileDifference> Decide(TreeSides sides, IEnumerable<Candidate> candidates)
    {
        using var window = new ContentWindow(sides);
        foreach (var candidate in candidates)
        {
            if (window._waiting.Count == 0 && !candidate.AwaitsContent)
            {
                if (candidate.ToDifference(sides) is { } difference)
                {
                    yield return difference;
                }

                continue;
            }

            window.Add(candidate);
            foreach (var difference in window.IsFull ? window.Flush() : [])
            {
                yield return difference;
            }
        }

        foreach (var difference in window.Flush())
        {
            yield return difference;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _contents.Dispose();

    private void Add(in Candidate candidate)
    {
        // What is the same without its contents may wait, or be nothing.
        if (candidate.AwaitsContent || candidate.ToDifference(_sides) is not null)
        {
            _waiting.Add(candidate);
            _reads += candidate.AwaitsContent ? 1 : 0;
        }
    }

    private FileDifference[] Flush()
    {
        // Numbers of files rise with their places in the layers.
        var order = Enumerable.Range(0, _waiting.Count).Where(i => _waiting[i].AwaitsContent).ToArray();
        Array.Sort(order, (one, other) => _waiting[one].Pair.Before!.Value.Local.CompareTo(_waiting[other].Pair.Before!.Value.Local));
        var answers = new ContentAnswer[_waiting.Count];
        foreach (var i in order)
        {
            answers[i] = Read(_waiting[i]);
        }

        FileDifference[] differences = [.. _waiting.Select((candidate, i) => candidate.ToDifference(_sides, answers[i])).OfType<FileDifference>()];
        _waiting.Clear();
        (_reads, _mostReads) = (0, Math.Min(_mostReads * 2, MostReads));
        return differences;
    }

    private ContentAnswer Read(in Candidate candidate)
    {
        var pair = (candidate.Pair.Before!.Value, candidate.Pair.After!.Value);
        if (candidate.HasLinks && _known.TryGetValue(pair, out var known))
        {
            return known;
        }

        var answer = _contents.Compare(new NodeContent(_sides.BeforeTree, pair.Item1), new NodeContent(_sides.AfterTree, pair.Item2));
        if (candidate.HasLinks)
        {
            if (_known.Count == MostAnswers)
            {
                _known.Clear();
            }

            _known.Add(pair, answer);
        }

        return answer;
    }
}
