using OciFs.Views;

namespace OciFs.Host;

/// <summary>
/// What the programs that list folders do with the files in them: tar, cp, grep -r and scanners read them, ls -l wants their attributes, find
/// and ls want neither. Any thread; allocates nothing.
/// </summary>
/// <remarks>A program is a thread's number as the kernel gives it; 0 are those that it cannot name, and of them nothing is learnt.</remarks>
internal sealed class TreeReaders
{
    // Beyond either, somebody is forgotten: that costs round trips, no more.
    private const int MostCallers = 64;
    private const int MostFolders = 16;

    // A reader comes through folders without files.
    private const int MostUnread = 4;

    private readonly object _gate = new(); // A monitor: whoever takes folders waits on it.
    private readonly Caller[] _callers = new Caller[MostCallers];
    private readonly (uint Caller, NodeId Folder)[] _folders = new (uint, NodeId)[MostFolders];
    private int _count;
    private volatile bool _hasEnded;

    /// <summary>Whether nobody reads any more.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>A caller begins to list a folder.</summary>
    public void Lists(uint caller)
    {
        ref var known = ref _callers[caller % MostCallers];
        if (known.Number != caller)
        {
            known = new Caller { Number = caller, Unread = MostUnread };
        }
    }

    /// <summary>A caller has listed a folder to its end.</summary>
    public void Listed(uint caller, NodeId folder)
    {
        ref var known = ref _callers[caller % MostCallers];
        if (caller == 0 || known.Number != caller || known.Unread >= MostUnread)
        {
            return;
        }

        known.Unread++;
        lock (_gate)
        {
            // It reads this one next, and what it has not read of the last is not worth more.
            var place = 0;
            while (place < _count && _folders[place].Caller != caller)
            {
                place++;
            }

            if (place < MostFolders)
            {
                _folders[place] = (caller, folder);
                _count = Math.Max(_count, place + 1);
                Monitor.Pulse(_gate);
            }
        }
    }

    /// <summary>A caller reads a file.</summary>
    public void Read(uint caller)
    {
        // Without the lock, as all but the queue: lost or late, it costs round trips. And not written without need: callers share a cache line.
        ref var known = ref _callers[caller % MostCallers];
        if (known.Number == caller && known.Unread != 0)
        {
            known.Unread = 0;
            known.WantsAttributes = true;
        }
    }

    /// <summary>A caller looks up a file, which it did not learn of by listing.</summary>
    public void LookedUp(uint caller)
    {
        ref var known = ref _callers[caller % MostCallers];
        if (known.Number == caller && !known.WantsAttributes)
        {
            known.WantsAttributes = true;
        }
    }

    /// <summary>Whether a caller has looked closer at files while it listed folders.</summary>
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
            while (_count == 0 && !_hasEnded)
            {
                Monitor.Wait(_gate);
            }

            folder = default;
            if (_hasEnded)
            {
                return false;
            }

            folder = _folders[0].Folder;
            _count--;
            Array.Copy(_folders, 1, _folders, 0, _count);
            return true;
        }
    }

    /// <summary>Nobody waits any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            Monitor.PulseAll(_gate);
        }
    }

    private struct Caller
    {
        public uint Number;
        public int Unread; // Folders listed since it last read a file.
        public bool WantsAttributes;
    }
}
