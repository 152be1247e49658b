using OciFs.References;
using OciFs.Stores;

namespace OciFs.Resolution;

/// <summary>
/// Knows what is about what in a store, by one search for each listing, in which only documents are read that no search before has met. Any
/// thread, and none waits.
/// </summary>
/// <param name="reader">Reads documents.</param>
/// <param name="warn">Told what could not be searched, a line each, unless the search before has told it.</param>
internal sealed class ReferrerFinder(DocumentReader reader, Action<string> warn) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private StoreListing? _listing;
    private Task<Searched>? _search;

    /// <inheritdoc cref="ReferrerScan.MostDocuments"/>
    public int MostDocuments { get; init; } = Limits.ReferrerDocuments;

    /// <summary>What is about what, as the store's names are in a listing; starts the search where it has not begun.</summary>
    /// <exception cref="NotReadyException">The search has not ended.</exception>
    /// <exception cref="OciFsException">The store was closed.</exception>
    public ReferrerIndex Of(StoreListing listing)
    {
        var search = Start(listing);
        if (!search.IsCompleted)
        {
            throw new NotReadyException(search);
        }

        return search.IsCanceled
            ? throw new OciFsException(OciFsError.Unavailable, "referrers: the store was closed")
            : search.GetAwaiter().GetResult().Index;
    }

    /// <summary>Ends the search that is under way: nothing is read after this.</summary>
    public void Dispose()
    {
        Task? search;
        lock (_gate)
        {
            _end.Cancel();
            search = _search;
        }

        ((IAsyncResult?)search)?.AsyncWaitHandle.WaitOne();
        _end.Dispose();
    }

    private Task<Searched> Start(StoreListing listing)
    {
        lock (_gate)
        {
            if (_search is null || !ReferenceEquals(_listing, listing))
            {
                _listing = listing;
                var before = _search;
                _search = _end.IsCancellationRequested ? Task.FromCanceled<Searched>(new CancellationToken(true)) : Task.Run(() => SearchAsync(listing, before));
            }

            return _search;
        }
    }

    private async Task<Searched> SearchAsync(StoreListing listing, Task<Searched>? before)
    {
        var last = before is null ? Searched.Nothing : await before;
        var scan = new ReferrerScan(reader, last.Facts) { MostDocuments = MostDocuments };
        var index = scan.Run([.. listing.Images, .. listing.Others, .. listing.Namespaces.SelectMany(space => space.Listing.Images)], _end.Token);
        foreach (var problem in index.Problems.Except(last.Index.Problems, StringComparer.Ordinal))
        {
            warn(problem);
        }

        return new Searched(index, scan.Facts);
    }

    private sealed record Searched(ReferrerIndex Index, IReadOnlyDictionary<Digest, ReferrerFacts> Facts)
    {
        public static Searched Nothing { get; } = new(new ReferrerIndex([], []), new Dictionary<Digest, ReferrerFacts>());
    }
}
