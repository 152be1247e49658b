using System.Diagnostics;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Resolution;

/// <summary>
/// Knows what is about what in a store, by one search at a time, in which only documents are read that no search before has met. Any
/// thread, and none waits.
/// </summary>
/// <remarks>
/// A search in which the store's names change is followed by one for the new names, which has little to read. Where they have changed once more
/// meanwhile, what was found answers for <see cref="Grace"/>: who waited would otherwise wait as long as somebody writes.
/// </remarks>
/// <param name="reader">Reads documents.</param>
/// <param name="warn">Told what could not be searched, a line each, unless the search before has told it.</param>
internal sealed class ReferrerFinder(DocumentReader reader, Action<string> warn) : IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    // One document at most is still read after the end; a store that does not answer at all keeps nobody.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private Searched? _last;
    private Task<Searched>? _search;

    /// <summary>How much a search looks at.</summary>
    public ReferrerLimits Limits { get; init; } = new();

    /// <summary>What is about what, as the store's names are in a listing; starts the search where it has not begun.</summary>
    /// <exception cref="NotReadyException">The search has not ended.</exception>
    /// <exception cref="OciFsException">The store was closed, or the search failed: it is made again when it is asked for again.</exception>
    public ReferrerIndex Of(StoreListing listing)
    {
        lock (_gate)
        {
            if (_end.IsCancellationRequested)
            {
                throw new OciFsException(OciFsError.Unavailable, "referrers: the store was closed");
            }

            if (_search is { IsCompleted: true } ended)
            {
                _search = null;
                _last = ended.IsCompletedSuccessfully ? ended.Result : throw Failure(ended.Exception?.InnerException);
            }

            if (_last is { } last && (ReferenceEquals(last.Listing, listing) || last.MayAnswer))
            {
                return last.Index;
            }

            var before = _last;
            _search ??= Task.Run(() => Search(listing, before));
            throw new NotReadyException(_search);
        }
    }

    /// <summary>Ends the search that is under way: no other document is read after this.</summary>
    public void Dispose()
    {
        Task? search;
        lock (_gate)
        {
            _end.Cancel();
            search = _search;
        }

        ((IAsyncResult?)search)?.AsyncWaitHandle.WaitOne(LongestEnd);
        _end.Dispose();
    }

    private static OciFsException Failure(Exception? error) =>
        new(OciFsError.Unavailable, $"referrers: the store cannot be searched: {error?.Message}", error);

    private Searched Search(StoreListing listing, Searched? before)
    {
        var found = SearchOnce(listing, before);
        if (reader.Listing is var now && !ReferenceEquals(now, listing))
        {
            found = SearchOnce(now, found);
            found = found with { WasOvertaken = !ReferenceEquals(reader.Listing, now) };
        }

        return found with { EndedAt = Stopwatch.GetTimestamp() };
    }

    private Searched SearchOnce(StoreListing listing, Searched? before)
    {
        var scan = new ReferrerScan(reader, before?.Facts ?? new Dictionary<Digest, ReferrerFacts>(), Limits, _end.Token);
        var index = scan.Run([.. listing.Images, .. listing.Others, .. listing.Namespaces.SelectMany(space => space.Listing.Images)]);
        foreach (var problem in index.Problems.Except(before?.Index.Problems ?? [], StringComparer.Ordinal))
        {
            warn(problem);
        }

        return new Searched(listing, index, scan.Facts);
    }

    private sealed record Searched(StoreListing Listing, ReferrerIndex Index, IReadOnlyDictionary<Digest, ReferrerFacts> Facts)
    {
        public bool WasOvertaken { get; init; }

        public long EndedAt { get; init; }

        public bool MayAnswer => WasOvertaken && Stopwatch.GetElapsedTime(EndedAt) < Grace;
    }
}
