using System.Collections.Concurrent;

namespace OciFs.Host;

/// <summary>What is held for files that are open in the mount, by handle. Any thread.</summary>
internal sealed class HeldFiles
{
    private readonly ConcurrentDictionary<ulong, IDisposable> _held = new();
    private ulong _last;

    /// <summary>Takes what is held for one opening.</summary>
    /// <returns>Its handle; 0 for nothing.</returns>
    public ulong Add(IDisposable? held)
    {
        if (held is null)
        {
            return 0;
        }

        var handle = Interlocked.Increment(ref _last);
        _held[handle] = held;
        return handle;
    }

    /// <summary>Lets it go.</summary>
    public void Release(ulong handle)
    {
        if (_held.TryRemove(handle, out var held))
        {
            held.Dispose();
        }
    }
}
