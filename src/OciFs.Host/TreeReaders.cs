using OciFs.Views;

namespace OciFs.Host;

/// <summary>
/// What the programs that list folders do with the files in them: tar, cp, grep -r and scanners read them, ls -l wants their attributes, find
/// and ls want neither. Any thread; allocates nothing.
/// </summary>
internal sealed class TreeReaders
{
    // Beyond either, the latest is forgotten: that costs round trips, no more.
    private const int MostCallers = 64;
    private const int MostFolders = 16;

    private readonly object _gate = new(); // A monitor: whoever takes folders waits on it.
    private readonly Caller[] _callers = new Caller[MostCallers];
    private readonly NodeId[] _folders = new NodeId[MostFolders];
    private int _first;
    private int _count;
    private bool _ended;

    /// <summary>A caller has listed a folder to its end.</summary>
    public void Listed(uint caller, NodeId folder)
    {
        lock (_gate)
        {
            ref var known = ref _callers[caller % MostCallers];
            if (known.Number != caller)
            {
                known = new Caller { Number = caller };
            }

            var reads = known.Reads;
            known.Reads = false;
            if (!reads || _count == MostFolders)
            {
                return;
            }

            _folders[(_first + _count++) % MostFolders] = folder;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>A caller reads a file.</summary>
    public void Read(uint caller)
    {
        // Without the lock, as below: lost or late, it costs round trips.
        ref var known = ref _callers[caller % MostCallers];
        if (known.Number == caller)
        {
            known.Reads = true;
            known.WantsAttributes = true;
        }
    }

    /// <summary>A caller looks up a file, which it did not learn of by listing.</summary>
    public void LookedUp(uint caller)
    {
        ref var known = ref _callers[caller % MostCallers];
        if (known.Number == caller)
        {
            known.WantsAttributes = true;
        }
    }

    /// <summary>Whether a caller has looked closer at files that it has listed.</summary>
    public bool WantsAttributes(uint caller)
    {
        ref var known = ref _callers[caller % MostCallers];
        return known.Number == caller && known.WantsAttributes;
    }

    /// <summary>Waits for a folder whose files will be read.</summary>
    /// <returns>False at the end.</returns>
    public bool TryTake(out NodeId folder)
    {
        lock (_gate)
        {
            while (_count == 0 && !_ended)
            {
                Monitor.Wait(_gate);
            }

            folder = _folders[_first];
            _first = (_first + 1) % MostFolders;
            _count--;
            return !_ended;
        }
    }

    /// <summary>Nobody waits any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    private struct Caller
    {
        public uint Number;
        public bool Reads; // Since it last listed a folder.
        public bool WantsAttributes;
    }
}
