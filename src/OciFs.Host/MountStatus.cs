using System.Text.Json;
using OciFs.Fuse.Session;
using OciFs.Views;

namespace OciFs.Host;

/// <summary>What <c>.ocifs/status.json</c> tells (design §1): source, version, counters, the last errors. Any thread.</summary>
internal sealed class MountStatus(string version)
{
    private const int ErrorsKept = 20;

    private readonly Lock _gate = new();
    private readonly Queue<StatusError> _errors = new();
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private FuseSession? _session;
    private ImageTree? _tree;
    private string _source = string.Empty;
    private long _errorCount;

    /// <summary>The mount has begun.</summary>
    public void Begin(ImageTree tree, FuseSession session)
    {
        lock (_gate)
        {
            _source = tree.Store.Source;
            _tree = tree;
            _session = session;
        }
    }

    /// <summary>The mount has ended.</summary>
    public void End()
    {
        lock (_gate)
        {
            _session = null;
        }
    }

    /// <summary>A caller got to see an error.</summary>
    public void Note(OciFsException error) => Note(error.Message);

    /// <summary>The session met an error that it did not expect.</summary>
    public void Note(Exception error, Action<string> log)
    {
        Note($"{error.GetType().Name}: {error.Message}");
        log(error.Message);
    }

    /// <summary>Something is not as it should be, and the mount goes on.</summary>
    public void Warn(string line, Action<string> log)
    {
        Note(line);
        log(line);
    }

    /// <summary>The file's bytes; null until the mount has begun.</summary>
    public byte[]? ToJson()
    {
        // Before the lock: the session's own may be held by one who has an error to tell.
        var session = Volatile.Read(ref _session);
        if (session is null)
        {
            return null;
        }

        var counters = session.Counters();
        var images = _tree!.Store.List().Images.Length;
        var blocks = _tree.Blocks;
        lock (_gate)
        {
            var operations = counters.Where(count => count.Requests > 0)
                .ToDictionary(count => count.Operation, count => new StatusOperation(count.Requests, count.Errors), StringComparer.Ordinal);
            var status = new StatusDocument(
                version,
                _source,
                session.Mountpoint,
                Environment.ProcessId,
                _started,
                session.WorkerCount,
                session.IsOverRing,
                operations,
                _errorCount,
                [.. _errors])
            {
                Images = images,
                Cache = new StatusCache(blocks.Used, blocks.Capacity, blocks.Hits, blocks.Fills),
                Memory = new StatusMemory(
                    _tree.Memory.Capacity, _tree.Memory.Shares.ToDictionary(share => share.Name, share => new StatusShare(share.Used, share.Capacity), StringComparer.Ordinal)),
            };
            return [.. JsonSerializer.SerializeToUtf8Bytes(status, StatusJson.Default.StatusDocument), (byte)'\n'];
        }
    }

    private void Note(string message)
    {
        lock (_gate)
        {
            _errorCount++;
            if (_errors.Count == ErrorsKept)
            {
                _errors.Dequeue();
            }

            _errors.Enqueue(new StatusError(DateTimeOffset.UtcNow, message));
        }
    }
}
