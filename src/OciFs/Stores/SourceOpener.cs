using OciFs.Stores.Archives;
using OciFs.Stores.Containerd;
using OciFs.Stores.ContainersStorage;
using OciFs.Stores.DockerStore;

namespace OciFs.Stores;

/// <summary>Opens a store from what a user writes.</summary>
public static class SourceOpener
{
    private static readonly Dictionary<Transport, Func<string, StoreOptions, IStore>> Openers = new()
    {
        [Transport.Oci] = (location, _) => OciLayoutStore.Open(location),
        [Transport.OciArchive] = OciArchiveStore.Open,
        [Transport.DockerArchive] = DockerArchiveStore.Open,
        [Transport.Containerd] = (location, options) => ContainerdStore.Open(location, options),
        [Transport.ContainersStorage] = ContainersStorageStore.Open,
        [Transport.DockerStore] = DockerEngineStore.Open,
    };

    /// <summary>
    /// Opens <c>[TRANSPORT:]LOCATION[:REFERENCE]</c>. Without a transport it is told by what is there; with a reference the store lists
    /// that image only.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="options">How to open it.</param>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: no such place or image; <see cref="OciFsError.Ambiguous"/>: the reference means several images;
    /// <see cref="OciFsError.Unsupported"/>: a transport that is not read yet; or as opening the store goes.
    /// </exception>
    public static IStore Open(string source, StoreOptions? options = null)
    {
        var parts = SourceReference.Parse(source, Path.Exists);
        options ??= new StoreOptions();
        var store = OpenWhole(source, parts, options);
        if (options.Namespace is { } owner && !store.Traits.HasFlag(StoreTraits.Namespaces))
        {
            store.Dispose();
            throw new OciFsException(OciFsError.Invalid, $"{store.Source}: there are no namespaces, and so no {owner} (only containerd has them)");
        }

        return parts.Reference is null ? store : SelectedImageStore.Open(store, parts.Reference, options);
    }

    private static IStore OpenWhole(string source, SourceReference parts, StoreOptions options)
    {
        if (parts.Transport is null && File.Exists(parts.Location))
        {
            return ArchiveStores.Open(parts.Location, options);
        }

        var transport = parts.Transport ?? StoreDetector.Detect(parts.Location, source);
        return Openers.TryGetValue(transport, out var open)
            ? open(parts.Location, options)
            : throw new OciFsException(OciFsError.Unsupported, $"{source}: the transport {TransportNames.NameOf(transport)}: is not supported yet{SourceHint.OfRegistry(parts.Location, parts.Reference)}");
    }
}
