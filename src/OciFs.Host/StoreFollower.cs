using OciFs.Fuse.Session;
using OciFs.Stores;
using OciFs.Views;

namespace OciFs.Host;

/// <summary>
/// Tells the kernel to forget listings when the store has changed, or when a folder got an <c>error</c>. A thread of its own: the kernel
/// takes locks for it that a request may hold.
/// </summary>
internal sealed class StoreFollower : IDisposable
{
    // A new tag has to be there within a second (design §1); a look costs one stat.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly ImageTree _tree;
    private readonly StoreListing _told;
    private readonly TreeFileSystem _files;
    private readonly FuseNotifier _notifier;
    private readonly Action<string> _warn;
    private readonly Lock _gate = new();
    private readonly HashSet<Views.NodeId> _changed = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private TaskCompletionSource? _asked;

    /// <param name="tree">What shows the store.</param>
    /// <param name="told">The store as it was when its problems were last told.</param>
    /// <param name="files">Knows the kernel's numbers of folders.</param>
    /// <param name="notifier">The way to the kernel.</param>
    /// <param name="warn">Told of problems that come, a line each.</param>
    public StoreFollower(ImageTree tree, StoreListing told, TreeFileSystem files, FuseNotifier notifier, Action<string> warn)
    {
        _tree = tree;
        _told = told;
        _files = files;
        _notifier = notifier;
        _warn = warn;
        tree.FolderChanged += Note;
        _thread = new Thread(Follow) { IsBackground = true, Name = "ocifs store follower" };
        _thread.Start();
    }

    /// <summary>Looks as if all had changed: listings are dropped and problems told again. Returns when that is done, or this has ended.</summary>
    public void Reread()
    {
        Task done;
        lock (_gate)
        {
            if (_stop.IsSet)
            {
                return;
            }

            _asked ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            done = _asked.Task;
            _wake.Set();
        }

        done.Wait();
    }

    /// <inheritdoc/>
    /// <remarks>A store that does not answer is not waited for longer than <see cref="Limits.ClosingTime"/>.</remarks>
    public void Dispose()
    {
        _tree.FolderChanged -= Note;
        lock (_gate)
        {
            _stop.Set();
            _wake.Set();
        }

        var hasEnded = _thread.Join(Limits.ClosingTime);
        _asked?.TrySetResult();
        if (hasEnded)
        {
            _stop.Dispose();
            _wake.Dispose();
        }
    }

    private void Note(Views.NodeId folder)
    {
        lock (_gate)
        {
            _changed.Add(folder);

            // One that was on its way when the follower ended finds nobody to wake.
            if (!_stop.IsSet)
            {
                _wake.Set();
            }
        }
    }

    private void Follow()
    {
        var listing = _told;
        string? failure = null;
        while (!_stop.IsSet)
        {
            _wake.WaitOne(Interval);
            var asked = TakeAsked();
            try
            {
                listing = Look(asked is null ? listing : null);
                failure = null;
            }
            catch (Exception error)
            {
                // The last resort of this thread: what escapes it ends the whole mount. Once for a failure that stays.
                var line = $"the store cannot be followed: {error.GetType().Name}: {error.Message}";
                if (!string.Equals(line, failure, StringComparison.Ordinal))
                {
                    failure = line;
                    _warn(line);
                }
            }

            asked?.SetResult();
        }
    }

    private TaskCompletionSource? TakeAsked()
    {
        lock (_gate)
        {
            var asked = _asked;
            _asked = null;
            return asked;
        }
    }

    // Null before: as if all had changed.
    private StoreListing Look(StoreListing? before)
    {
        if (before is null)
        {
            _tree.Store.Reread();
        }

        var now = _tree.Store.List();
        if (!ReferenceEquals(now, before))
        {
            foreach (var problem in now.Problems.Except(before?.Problems ?? [], StringComparer.Ordinal))
            {
                _warn(problem);
            }

            Forget(_tree.FoldersThatFollow());
        }

        Views.NodeId[] changed;
        lock (_gate)
        {
            changed = [.. _changed];
            _changed.Clear();
        }

        Forget(changed);
        return now;
    }

    private void Forget(IEnumerable<Views.NodeId> folders)
    {
        foreach (var folder in folders)
        {
            _ = _notifier.InvalidateInode(_files.ToKernel(folder));
        }
    }
}
