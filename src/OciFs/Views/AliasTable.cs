using System.Text;

namespace OciFs.Views;

/// <summary>
/// Numbers the links of an <c>images/</c> folder that were looked up last. A link that leads elsewhere later is another file by then: the kernel may keep what
/// it read of one. Any thread.
/// </summary>
/// <param name="place">What keys of the folder begin with.</param>
/// <param name="kept">Links that are kept.</param>
internal sealed class AliasTable(string place, int kept = Limits.AliasesKept)
{
    // The folder itself has 1.
    private ulong _next = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<ulong, (string Key, byte[] Target)> _links = [];
    private readonly Dictionary<(string Segment, string Target), ulong> _numbers = [];
    private readonly Queue<((string Segment, string Target) Alias, ulong Number)> _oldestFirst = [];

    /// <summary>The number of a link.</summary>
    /// <param name="segment">Its name.</param>
    /// <param name="target">The name of the folder beside it that it leads to.</param>
    public ulong NumberOf(string segment, string target)
    {
        lock (_gate)
        {
            if (_numbers.TryGetValue((segment, target), out var known))
            {
                return known;
            }

            if (_oldestFirst.Count == kept)
            {
                var (oldest, number) = _oldestFirst.Dequeue();
                _numbers.Remove(oldest);
                _links.Remove(number);
            }

            _links.Add(_next, ($"{place}alias\n{segment}", Encoding.UTF8.GetBytes(target)));
            _numbers.Add((segment, target), _next);
            _oldestFirst.Enqueue(((segment, target), _next));
            return _next++;
        }
    }

    /// <summary>The link of a number: what its inode number is made of, and where it leads; null where there is none, or it is no longer kept: look it up again.</summary>
    public (string Key, byte[] Target)? Find(ulong number)
    {
        lock (_gate)
        {
            return _links.TryGetValue(number, out var link) ? link : null;
        }
    }
}
