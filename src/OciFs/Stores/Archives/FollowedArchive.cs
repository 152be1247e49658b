using System.Diagnostics;

namespace OciFs.Stores.Archives;

/// <summary>
/// An archive file, followed: scanned again when it has changed or another has taken its name. What was opened of the file before stays
/// readable. Any thread.
/// </summary>
/// <typeparam name="TState">What is known of it.</typeparam>
internal sealed class FollowedArchive<TState> : IDisposable
    where TState : ArchiveState
{
    // Whoever writes an archive goes on before this. Where it proves wrong, a scan was for nothing.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(500);

    private readonly string _path;
    private readonly StoreOptions _options;
    private readonly Func<Archive, TState?, TState> _read;
    private readonly FollowedState<TState> _followed;
    private readonly Lock _gate = new();
    private readonly List<Archive> _open = []; // Under the gate: those that this holds, in the order of their opening.
    private volatile Archive? _current; // As this, where it is not asked without.
    private volatile bool _disposed;
    private Archive? _first;
    private ulong? _slow; // The file whose scan took long, as the last one did. Read by one thread at a time, as the one above.

    /// <param name="first">The archive as it was opened to find out what it is; taken over, also where this throws.</param>
    /// <param name="options">Where scans are kept, and who is told of them.</param>
    /// <param name="read">Reads what an archive has; is given what was known last. Throws where the archive is not sound.</param>
    /// <exception cref="OciFsException">By <paramref name="read"/>.</exception>
    public FollowedArchive(Archive first, StoreOptions options, Func<Archive, TState?, TState> read)
    {
        _path = first.Path;
        _options = options;
        _read = read;
        _first = first;
        _slow = first.WasSlow ? first.Status.Identity : null;
        _open.Add(first);
        try
        {
            _followed = new([_path], Read, FileStatus.Of);
            Now();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What is known now; the same object while nothing changes. Its archive may be closed any time: see <see cref="Use"/>.</summary>
    public TState Now()
    {
        var state = _followed.Now();
        if (!ReferenceEquals(state.Archive, _current))
        {
            Adopt(state.Archive);
        }

        return state;
    }

    /// <summary>Looks at the file again although nothing tells of a change.</summary>
    public void Reread() => _followed.Reread();

    /// <summary>Does something with what is known now and holds its archive meanwhile.</summary>
    /// <exception cref="ObjectDisposedException">This is disposed of.</exception>
    public TResult Use<TResult>(Func<TState, TResult> use)
    {
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var state = Now();
            if (!state.Archive.TryHold())
            {
                continue;
            }

            try
            {
                return use(state);
            }
            finally
            {
                state.Archive.Release();
            }
        }
    }

    /// <summary>Closes the file behind the last blob that is open.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _open.ForEach(archive => archive.Release());
            _open.Clear();
        }
    }

    // Called by one thread at a time.
    private TState Read(TState? last)
    {
        if (Interlocked.Exchange(ref _first, null) is { } first)
        {
            return ReadOrClose(first, last);
        }

        LetGoOfAttempts(last);

        var status = FileStatus.Of(_path);
        if (last is not null && IsStill(last.Archive, status))
        {
            return last;
        }

        // A long scan of what is not written to its end would be for nothing, and the next look would begin another.
        if (last is not null && status is { } file && file.Identity == _slow && !file.IsUnchangedFor(Rest))
        {
            // Under the same status nothing tells that it is: it is looked into again when it has rested.
            return last.Archive.Status == file
                ? last
                : throw new OciFsException(OciFsError.Unavailable, $"{_path}: the archive is being written; shown is what it was");
        }

        return ReadOrClose(Open(status), last);
    }

    private TState ReadOrClose(Archive archive, TState? last)
    {
        try
        {
            return _read(archive, last);
        }
        catch
        {
            lock (_gate)
            {
                if (_open.Remove(archive))
                {
                    archive.Release();
                }
            }

            throw;
        }
    }

    // What a reading opened that was begun again, or that came to nothing.
    private void LetGoOfAttempts(TState? last)
    {
        lock (_gate)
        {
            if (last is not null && _open.IndexOf(last.Archive) is >= 0 and var shown)
            {
                _open[(shown + 1)..].ForEach(attempt => attempt.Release());
                _open.RemoveRange(shown + 1, _open.Count - shown - 1);
            }
        }
    }

    private Archive Open(FileStatus? status)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var archive = Archive.Open(_path, _options);
            Keep(archive);
            return archive;
        }
        finally
        {
            _slow = Stopwatch.GetElapsedTime(begun) > Archive.Quick ? status?.Identity : null;
        }
    }

    // One that had just been written when it was scanned may have changed under the same status.
    private static bool IsStill(Archive archive, FileStatus? status) => archive.WasSettled && archive.Status == status;

    private void Keep(Archive archive)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                archive.Release();
            }
            else
            {
                _open.Add(archive);
            }
        }
    }

    /// <summary>Lets go of what was opened before the archive that is shown now.</summary>
    private void Adopt(Archive archive)
    {
        lock (_gate)
        {
            var before = _open.IndexOf(archive);
            if (before < 0)
            {
                return;
            }

            _open[..before].ForEach(older => older.Release());
            _open.RemoveRange(0, before);
            _current = archive;
        }
    }
}
