using System.Collections.Immutable;

namespace OciFs.Stores;

/// <summary>
/// What a store knows by a few files that others write, followed: read again when their status says that they may have changed. Any thread;
/// while nothing changes, a look takes no lock and a statx(2) a file.
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
    private readonly Lock _gate = new();
    private volatile Reading _last;

    /// <param name="paths">The files, or folders, of which a change tells. Need not be there.</param>
    /// <param name="read">
    /// Reads them; is given what was read last, and returns that very object where it would come to the same. Throws
    /// <see cref="OciFsException"/> where they are not sound.
    /// </param>
    /// <param name="status">Where their status comes from: <see cref="FileStatus.Of"/>, or a clock that a test has stopped.</param>
    /// <exception cref="OciFsException">By <paramref name="read"/>.</exception>
    public FollowedState(ImmutableArray<string> paths, Func<TState?, TState> read, Func<string, FileStatus?> status)
    {
        _paths = paths;
        _read = read;
        _status = status;
        _last = Read(null, Attempts);
    }

    /// <summary>
    /// What is known now; the same object while nothing changes. Where the files cannot be read any more, what was read last with the reason as
    /// the only problem of its listing.
    /// </summary>
    public TState Now()
    {
        var last = _last;
        if (IsStill(last))
        {
            return last.State;
        }

        lock (_gate)
        {
            return (IsStill(_last) ? _last : _last = ReadOrKeep(_last)).State;
        }
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
                var state = _read(last?.Broken ?? last?.State);
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

    // Without an object: every look-up of a name comes here.
    private bool IsStill(Reading reading)
    {
        for (var i = 0; i < _paths.Length && reading.WereSettled; i++)
        {
            if (_status(_paths[i]) != reading.Statuses[i])
            {
                return false;
            }
        }

        return reading.WereSettled;
    }

    private ImmutableArray<FileStatus?> Statuses() => [.. _paths.Select(_status)];

    private static bool AreSettled(ImmutableArray<FileStatus?> statuses) => statuses.All(status => status is not { IsSettled: false });

    /// <summary>One reading of the files. One of files that had just been written is looked into again.</summary>
    /// <param name="statuses">The files' statuses before.</param>
    /// <param name="state">What is known.</param>
    /// <param name="broken">What was read last, where the files gave nothing this time.</param>
    private sealed class Reading(ImmutableArray<FileStatus?> statuses, TState state, TState? broken)
    {
        public ImmutableArray<FileStatus?> Statuses => statuses;

        public TState? Broken => broken;

        public TState State => state;

        public bool WereSettled { get; } = AreSettled(statuses);
    }
}
