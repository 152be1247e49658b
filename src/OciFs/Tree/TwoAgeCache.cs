using System.Collections.Concurrent;

namespace OciFs.Tree;

/// <summary>
/// A bounded cache without a lock on the way of a hit: what is used in one age moves to the next, what is not goes when the young age is
/// full. Values can always be made again.
/// </summary>
internal sealed class TwoAgeCache<TKey, TValue>(long budget, Func<TValue, long> weigh)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();
    private long _weight;
    private long _oldWeight;

    /// <summary>What is kept, weighed; about, while others add.</summary>
    public long Weight => Interlocked.Read(ref _weight) + Interlocked.Read(ref _oldWeight);

    /// <summary>Finds a value and keeps it for another age.</summary>
    public bool TryGet(TKey key, out TValue? value)
    {
        if (_young.TryGetValue(key, out value))
        {
            return true;
        }

        if (!_old.TryGetValue(key, out value))
        {
            return false;
        }

        Add(key, value);
        return true;
    }

    /// <summary>Adds a value; half the budget is one age.</summary>
    public void Add(TKey key, TValue value)
    {
        if (_young.TryAdd(key, value) && Interlocked.Add(ref _weight, weigh(value)) > budget / 2)
        {
            lock (_turning)
            {
                if (_weight > budget / 2)
                {
                    _old = _young;
                    _young = new ConcurrentDictionary<TKey, TValue>();
                    _oldWeight = _weight;
                    _weight = 0;
                }
            }
        }
    }
}
