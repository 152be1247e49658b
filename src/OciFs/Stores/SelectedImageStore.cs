using OciFs.Descriptors;
using OciFs.Finding;
using OciFs.References;

namespace OciFs.Stores;

/// <summary>A store of which one image is shown: the one that a reference means now. Owns the store behind it.</summary>
internal sealed class SelectedImageStore : IStore
{
    private readonly IStore _store;
    private readonly string _reference;
    private readonly ImageFinder _finder;
    private volatile Selection _last;

    private SelectedImageStore(IStore store, string reference, StoreOptions options)
    {
        _store = store;
        _reference = reference;
        _finder = new ImageFinder(store, options.Platform, options.ShortNames);
        _last = Patience.Ask(Select);
    }

    /// <inheritdoc/>
    public string Source => $"{_store.Source}:{_reference}";

    /// <inheritdoc/>
    public IReadOnlyList<string> Places => _store.Places;

    /// <inheritdoc/>
    public StoreTraits Traits => _store.Traits & ~StoreTraits.Namespaces;

    /// <summary>Selects an image; takes the store, and disposes it where nothing is selected.</summary>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: the reference means none of the store's images; <see cref="OciFsError.Ambiguous"/>: it means
    /// several.
    /// </exception>
    public static SelectedImageStore Open(IStore store, string reference, StoreOptions options)
    {
        try
        {
            var selected = new SelectedImageStore(store, reference, options);
            return selected._last.Listing.Images.Length switch
            {
                1 => selected,
                0 => throw new OciFsException(
                    OciFsError.NotFound, $"{store.Source}: no image {reference} ({SimilarNames.Told(reference, store.List().Images)})"),
                _ => throw new OciFsException(
                    OciFsError.Ambiguous, $"{store.Source}: {reference} is several images ({ImageFinder.Told(selected._last.Listing.Images)})"),
            };
        }
        catch (OciFsException)
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Reread() => _store.Reread();

    /// <inheritdoc/>
    public StoreListing List()
    {
        var last = _last;
        try
        {
            return ReferenceEquals(last.Of, _store.List()) ? last.Listing : (_last = Select()).Listing;
        }
        catch (NotReadyException)
        {
            // Which image has the ID now is being read: whoever looks next finds it.
            return last.Listing;
        }
    }

    /// <inheritdoc/>
    public IBlob OpenBlob(Digest digest) => _store.OpenBlob(digest);

    /// <inheritdoc/>
    public IReadOnlyList<BlobInfo> ListBlobs() => _store.ListBlobs();

    /// <inheritdoc/>
    public bool TryGetBlobSize(Digest digest, out long size) => _store.TryGetBlobSize(digest, out size);

    /// <inheritdoc/>
    public LayerForm FormOf(in LayerClaim layer) => _store.FormOf(layer);

    /// <inheritdoc/>
    public StoredLayer OpenLayer(in LayerClaim layer) => _store.OpenLayer(layer);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => _store.MakeManifest(config);

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private Selection Select()
    {
        var listing = _store.List();
        var found = _finder.FindAll(listing, _reference);
        return new Selection(listing, listing with { Images = found, Others = listing.Images.RemoveRange(found), Namespaces = [] });
    }

    /// <summary>What was selected from a listing.</summary>
    private sealed record Selection(StoreListing Of, StoreListing Listing);
}
