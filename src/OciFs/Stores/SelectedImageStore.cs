using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores;

/// <summary>A store of which one image is shown: the one that a reference means now. Owns the store behind it.</summary>
internal sealed class SelectedImageStore : IStore
{
    private readonly IStore _store;
    private readonly string _reference;
    private volatile Selection _last;

    private SelectedImageStore(IStore store, string reference)
    {
        _store = store;
        _reference = reference;
        _last = Select();
    }

    /// <inheritdoc/>
    public string Source => $"{_store.Source}:{_reference}";

    /// <inheritdoc/>
    public StoreTraits Traits => _store.Traits & ~StoreTraits.Namespaces;

    /// <summary>Selects an image; takes the store, and disposes it where nothing is selected.</summary>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: the reference means none of the store's images; <see cref="OciFsError.Ambiguous"/>: it means
    /// several.
    /// </exception>
    public static SelectedImageStore Open(IStore store, string reference)
    {
        try
        {
            var selected = new SelectedImageStore(store, reference);
            return selected._last.Listing.Images.Length switch
            {
                1 => selected,
                0 => throw new OciFsException(
                    OciFsError.NotFound, $"{store.Source}: no image {reference} (it has {Names(store.List().Images)})"),
                _ => throw new OciFsException(
                    OciFsError.Ambiguous, $"{store.Source}: {reference} is several images ({Names(selected._last.Listing.Images)})"),
            };
        }
        catch (OciFsException)
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public StoreListing List()
    {
        var last = _last;
        return ReferenceEquals(last.Of, _store.List()) ? last.Listing : (_last = Select()).Listing;
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

    private static string Names(ImmutableArray<NamedImage> images)
    {
        const int shown = 5;
        var names = string.Join(", ", images.Take(shown).Select(image => image.Name));
        return images.Length == 0 ? "none" : images.Length > shown ? $"{names} and {images.Length - shown} more" : names;
    }

    private Selection Select()
    {
        var listing = _store.List();
        var found = ReferenceMatcher.Find(listing.Images, _reference);
        return new Selection(listing, listing with { Images = found, Others = listing.Images.RemoveRange(found), Namespaces = [] });
    }

    /// <summary>What was selected from a listing.</summary>
    private sealed record Selection(StoreListing Of, StoreListing Listing);
}
