using System.Collections.Concurrent;
using OciFs.Images;
using OciFs.Layers;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Searching;

/// <summary>
/// A search over the root file systems of many images, on all cores. A layer that images share is looked through once for what may be found of it, as far as
/// conditions let a layer alone tell, and only that is looked up in each image; however many images there are, only some layers are open at a time.
/// </summary>
public sealed class ImageSearch : IDisposable
{
    private readonly ImageStore _store;
    private readonly FileConditions _conditions;
    private readonly Func<FileNode, IEnumerable<SearchStart>>? _startsOf;
    private readonly LayerPool _layers;
    private readonly LayerLeases _leases;
    private readonly LayerScan _scan;
    private readonly ConcurrentDictionary<LayerClaim, LayerCandidates> _scanned = new();
    private readonly ConcurrentDictionary<Digest, Lazy<LayerCandidates>> _candidates = new();

    /// <param name="store">The store that has the images; stays the caller's, and outlives this.</param>
    /// <param name="conditions">What files have to meet.</param>
    /// <param name="startsOf">
    /// Where in each root file system the search begins; called by several threads, throws <see cref="OciFsException"/> where it cannot be told. Null for the
    /// root, whose path is <c>/</c>.
    /// </param>
    public ImageSearch(ImageStore store, FileConditions conditions, Func<FileNode, IEnumerable<SearchStart>>? startsOf = null)
        : this(store, conditions, startsOf, Limits.IdleLayersInSearch, store.Tree.Memory.SearchBytes)
    {
    }

    internal ImageSearch(ImageStore store, FileConditions conditions, Func<FileNode, IEnumerable<SearchStart>>? startsOf, int idleLayers, long bytes)
    {
        (_store, _conditions, _startsOf) = (store, conditions, startsOf);
        _layers = new LayerPool(store.Store, store.Tree.Layers.Cache, store.Tree.Memory) { ComparesDiffIds = false };
        _leases = new LayerLeases(_layers, idleLayers);
        _scan = new LayerScan(conditions, startsOf is null, bytes);
    }

    /// <summary>
    /// What is found, in the order of the images, of each as <see cref="FileSearch.Find"/> gives it. Images that cannot be read are told of, and the search goes on.
    /// </summary>
    /// <param name="images">The images, which are the store's, and the platform of each.</param>
    /// <param name="tell">
    /// Given an image's place among them and its root file system, which both can be read until the next image, gives what makes what is given of a file. Called
    /// by several threads, for an image with something to find once.
    /// </param>
    /// <param name="failed">Makes what is given where the image of a place, or a path of it, cannot be read; called by several threads.</param>
    public IEnumerable<T> Find<T>(
        IReadOnlyList<(Image Image, ImagePlatform Platform)> images,
        Func<int, FileNode, Func<FileMatch, T>> tell,
        Func<int, ReadOnlyMemory<byte>, OciFsException, T> failed) =>
        InTurn.Run<T>(images.Count, (number, give) =>
        {
            try
            {
                Search(
                    images[number].Image, images[number].Platform,
                    root =>
                    {
                        var line = tell(number, root);
                        return match => give(line(match));
                    },
                    (path, error) => give(failed(number, path, error)));
            }
            catch (OciFsException error)
            {
                give(failed(number, ReadOnlyMemory<byte>.Empty, error));
            }
        });

    /// <inheritdoc/>
    public void Dispose() => _layers.Dispose();

    private void Search(Image image, ImagePlatform platform, Func<FileNode, Action<FileMatch>> giveOf, Action<ReadOnlyMemory<byte>, OciFsException> failed)
    {
        LayerClaim[] claims = [.. platform.Resolved.Layers.Select(layer => layer.Claim)];
        if (claims.Length == 0)
        {
            Walk(platform.RootFs, giveOf(platform.RootFs), failed);
            return;
        }

        if (MayBeLeftOut(claims))
        {
            return;
        }

        using var lease = _leases.Take(claims);
        var found = lease.Layers.Select(CandidatesOf).ToArray();
        if (MayBeLeftOut(claims))
        {
            return;
        }

        using var searched = new SearchedImage(_store.Store, _layers, image, platform);
        var give = giveOf(searched.Root);
        if (Array.TrueForAll(found, layer => layer.Paths is not null))
        {
            LookUp(searched, found, give, failed);
        }
        else
        {
            Walk(searched.Root, give, failed);
        }
    }

    // Where all layers were looked through and have nothing, the image need not be opened; but the root itself may be what is searched for.
    private bool MayBeLeftOut(LayerClaim[] claims) => _startsOf is null
        && !BoundConditions.MayHold(_conditions, "/"u8, "/"u8, FileKind.Directory, 0)
        && Array.TrueForAll(claims, claim => _scanned.TryGetValue(claim, out var candidates) && candidates.IsNone);

    private LayerCandidates CandidatesOf(Layer layer)
    {
        var opened = Patience.Ask(() => layer.Opened);
        if (!_scan.IsOfUse)
        {
            return LayerCandidates.TooMany;
        }

        return _scanned[layer.Claim] = _candidates.GetOrAdd(opened.Stored.Key, _ => new(() => _scan.Of(opened.Content))).Value;
    }

    private void Walk(FileNode root, Action<FileMatch> give, Action<ReadOnlyMemory<byte>, OciFsException> failed)
    {
        var search = new FileSearch(root, _conditions);
        foreach (var start in StartsOf(root))
        {
            foreach (var match in search.Find(start.File, start.Path, failed))
            {
                give(match);
            }
        }
    }

    private IEnumerable<SearchStart> StartsOf(FileNode root) => _startsOf?.Invoke(root) ?? [new SearchStart("/"u8.ToArray(), root)];

    private void LookUp(SearchedImage image, LayerCandidates[] layers, Action<FileMatch> give, Action<ReadOnlyMemory<byte>, OciFsException> failed)
    {
        var search = new FileSearch(image.Root, _conditions, new ContentMemory(file =>
            SearchedImage.At(file) is var at && at.Layer < layers.Length && Array.BinarySearch(layers[at.Layer].Hashed, at.Inode) >= 0));
        var paths = PathOrder.Sorted(layers.SelectMany(layer => layer.Paths!));
        foreach (var start in StartsOf(image.Root))
        {
            // What a link leads to has another path than it is asked for by.
            if (PathOrder.Plain(start.Path.Span) is not { } place || image.TryFind(place)?.Id != start.File.Id)
            {
                foreach (var match in search.Find(start.File, start.Path, failed))
                {
                    give(match);
                }

                continue;
            }

            foreach (var match in Below(image, search, start, place, paths, failed))
            {
                give(match);
            }
        }
    }

    private static IEnumerable<FileMatch> Below(
        SearchedImage image, FileSearch search, SearchStart start, byte[] place, byte[][] paths, Action<ReadOnlyMemory<byte>, OciFsException> failed)
    {
        var prefix = new PathPrefix(start.Path.Span);
        foreach (var path in paths.Prepend(place))
        {
            if (!PathOrder.IsBelow(path, place, out var rest) && !ReferenceEquals(path, place))
            {
                continue;
            }

            ReadOnlyMemory<byte> shown = rest.IsEmpty ? start.Path : prefix.Of(path.AsSpan(path.Length - rest.Length)).ToArray();
            FileMatch? found = null;
            try
            {
                found = image.TryFind(path) is { } file ? search.Test(file, shown, rest.IsEmpty ? 0 : 1 + rest.Span.Count((byte)'/')) : null;
            }
            catch (OciFsException error)
            {
                failed(shown, error);
            }

            if (found is not null)
            {
                yield return found;
            }
        }
    }
}
