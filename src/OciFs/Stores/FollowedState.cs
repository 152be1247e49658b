using System.Collections.Immutable;

namespace OciFs.Stores;

/// <summary>
/// What a store knows by a few files that others write, followed: read again when their status says that they may have changed. Any thread;
/// while nothing changes, a look takes no lock and a statx(2) a file. While one thread reads, the others are given what was read last.
/// </summary>
/// <typeparam name="TState">What is known.</typeparam>
internal sealed class FollowedState<TState>
    where TState : StoreState
{
    // Programs that write the file in place do so in one or two writes: whoever meets it between them finds it whole this much later.
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly ImmutableArray<string> _paths;
    private readonly Func<TState?, TState> _read;
    private readonly Func<string, FileStatus?> _status;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private volatile Reading _last;
    private int _looking;

    /// <param name="paths">The files, or folders, of which a change tells. Need not be there.</param>
    /// <param name="read">
    /// Reads them; is given what was read last, and returns that very object where it would come to the same. Throws
    /// <see cref="OciFsException"/> where they are not sound.
    /// </param>
    /// <param name="status">Where their status comes from: <see cref="FileStatus.Of"/>, or a clock that a test has stopped.</param>
    /// <param name="time">The clock by which readings rest; null for the system's.</param>
    /// <exception cref="OciFsException">By <paramref name="read"/>, or for whatever else it throws.</exception>
    public FollowedState(
        ImmutableArray<string> paths, Func<TState?, TState> read, Func<string, FileStatus?> status, TimeProvider? time = null)
    {
        _paths = paths;
        _read = read;
        _status = status;
        _time = time ?? TimeProvider.System;
        var first = Read(null, Attempts);

        // It found nothing in any cache: the time that it took says nothing of the next.
        first.End(_time.GetTimestamp(), TimeSpan.Zero);
        _last = first;
    }

    /// <summary>
    /// What is known now; the same object while nothing changes. Where the files cannot be read any more, what was read last with the reason as
    /// the only problem of its listing.
    /// </summary>
    public TState Now()
    {
        var last = _last;
        try
        {
            // A disk that does not answer keeps so many threads and no more.
            if (Interlocked.Increment(ref _looking) > Limits.LooksAtStoreAtOnce || IsStill(last))
            {
                return last.State;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _looking);
        }

        // What another thread reads may take minutes (a large compressed archive).
        if (!_gate.TryEnter())
        {
            return last.State;
        }

        try
        {
            return (IsStill(_last) ? _last : _last = ReadTimed(_last)).State;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Reads them again although nothing tells of a change. Waits for a reading that is under way.</summary>
    public void Reread()
    {
        lock (_gate)
        {
            _last = ReadTimed(_last);
        }
    }

    private Reading ReadTimed(Reading last)
    {
        var begun = _time.GetTimestamp();
        var reading = ReadOrKeep(last);
        var ended = _time.GetTimestamp();
        reading.End(ended, _time.GetElapsedTime(begun, ended));
        return reading;
    }

    private Reading ReadOrKeep(Reading last)
    {
        var statuses = Statuses();
        try
        {
            // Once per breakage is waited: a name is not to take long to look up because the file stays broken.
            return Read(last, last.Broken is null ? Attempts : 1);
        }
        catch (OciFsException error)
        {
            var told = last.State.Listing.Problems is [var only] && only == error.Message;
            var kept = told ? last.State : last.State with { Listing = last.State.Listing with { Problems = [error.Message] } };
            return new Reading(statuses, kept, last.Broken ?? last.State);
        }
    }

    private Reading Read(Reading? last, int attempts)
    {
        for (var attempt = 1; ; attempt++)
        {
            var statuses = Statuses();
            try
            {
                var state = ReadOnce(last?.Broken ?? last?.State);
                if (attempt == attempts || statuses.SequenceEqual(Statuses()))
                {
                    return new Reading(statuses, state, null);
                }
            }
            catch (OciFsException) when (attempt < attempts && !AreSettled(statuses))
            {
                Thread.Sleep(Pause);
            }
        }
    }

    // Whoever asks was promised that this does not throw, and a reader of foreign bytes may have met what it did not think of.
    private TState ReadOnce(TState? last)
    {
        try
        {
            return _read(last);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OciFsException(OciFsError.Unavailable, $"{_paths[0]}: cannot be read: {error.Message}", error);
        }
        catch (Exception error) when (error is not (OciFsException or OutOfMemoryException))
        {
            throw new OciFsException(OciFsError.Invalid, $"{_paths[0]}: cannot be understood: {error.GetType().Name}: {error.Message}", error);
        }
    }

    // Without an object: every look-up of a name comes here.
    private bool IsStill(Reading reading)
    {
        var rest = HasStatusesOf(reading) ? reading.Rest : reading.RestFromChanges;
        return rest is not { } least || (least > TimeSpan.Zero && _time.GetElapsedTime(reading.EndedAt) < least);
    }

    private bool HasStatusesOf(Reading reading)
    {
        for (var i = 0; i < _paths.Length; i++)
        {
            if (_status(_paths[i]) != reading.Statuses[i])
            {
                return false;
            }
        }

        return true;
    }

    private ImmutableArray<FileStatus?> Statuses() => [.. _paths.Select(_status)];

    private static bool AreSettled(ImmutableArray<FileStatus?> statuses) => statuses.All(status => status is not { IsSettled: false });

    /// <summary>One reading of the files.</summary>
    /// <param name="statuses">The files' statuses before.</param>
    /// <param name="state">What is known.</param>
    /// <param name="broken">What was read last, where the files gave nothing this time.</param>
    private sealed class Reading(ImmutableArray<FileStatus?> statuses, TState state, TState? broken)
    {
        // A file that had just been written may be written again under the same status: it is looked into again, but not at every look-up.
        private static readonly TimeSpan LeastUnsettled = TimeSpan.FromMilliseconds(50);

        // What broke for a passing reason (no file handle left, a disk that was away) may be read now under the same status.
        private static readonly TimeSpan LeastBroken = TimeSpan.FromSeconds(1);

        // Readings longer than this rest from changes too: a store that is written to all the time is not to be read all the time.
        private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(250);

        // The longest such rest: whatever a reading costs, what is new is looked for this soon.
        private static readonly TimeSpan MostFromChanges = TimeSpan.FromSeconds(10);

        // Reading takes at most a fifth of the time, and of what stays broken a twentieth.
        private const int Factor = 4;
        private const int FactorBroken = 19;

        private readonly bool _wereSettled = AreSettled(statuses);

        public ImmutableArray<FileStatus?> Statuses => statuses;

        public TState? Broken => broken;

        public TState State => state;

        /// <summary>When it ended, by the clock's timestamp.</summary>
        public long EndedAt { get; private set; }

        /// <summary>How long it holds while the statuses stay the same; null for ever.</summary>
        public TimeSpan? Rest { get; private set; }

        /// <summary>How long it holds although a status has changed.</summary>
        public TimeSpan RestFromChanges { get; private set; }

        /// <summary>Says when the reading ended and how long it took, before it is shown to other threads.</summary>
        public void End(long at, TimeSpan took)
        {
            EndedAt = at;
            Rest = !_wereSettled ? Longer(LeastUnsettled, took * Factor) : broken is not null ? Longer(LeastBroken, took * FactorBroken) : null;
            RestFromChanges = took < Long ? TimeSpan.Zero : Shorter(took * Factor, MostFromChanges);
        }

        private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

        private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
    }
}
