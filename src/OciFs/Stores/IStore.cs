using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores;

/// <summary>A place where images are kept, read-only. Others may write to it meanwhile. Any thread.</summary>
public interface IStore : IDisposable
{
    /// <summary>Where it is, with its transport: <c>oci:/absolute/folder</c>.</summary>
    string Source { get; }

    /// <summary>Folders and files of the host that it is read from, absolute: what a mount tells of errors leaves them out.</summary>
    IReadOnlyList<string> Places => [];

    /// <summary>What is different with it.</summary>
    StoreTraits Traits { get; }

    /// <summary>
    /// The names as they are now: the same instance while nothing changed, which costs one look at a file's dates to find out.
    /// </summary>
    /// <remarks>
    /// Never throws: where the names cannot be read any more, those last read stay and <see cref="StoreListing.Problems"/> says why.
    /// </remarks>
    StoreListing List();

    /// <summary>Reads the names again although nothing tells of a change, as where a network disk shows old dates. Never throws, as <see cref="List"/>.</summary>
    void Reread()
    {
    }

    /// <summary>Opens a blob. Its bytes are not verified.</summary>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>, <see cref="OciFsError.Invalid"/> (no regular file), <see cref="OciFsError.PermissionDenied"/>,
    /// <see cref="OciFsError.Unavailable"/>.
    /// </exception>
    IBlob OpenBlob(Digest digest);

    /// <summary>Every blob that is there now, in no order. What cannot be listed is left out.</summary>
    IReadOnlyList<BlobInfo> ListBlobs();

    /// <summary>Length in bytes of a blob; false where there is none.</summary>
    bool TryGetBlobSize(Digest digest, out long size);

    /// <summary>As what the store has a layer now; a cheap look that reads nothing of it.</summary>
    LayerForm FormOf(in LayerClaim layer);

    /// <summary>Opens a layer in whatever form the store has it.</summary>
    /// <exception cref="OciFsException">As <see cref="OpenBlob"/>.</exception>
    StoredLayer OpenLayer(in LayerClaim layer);

    /// <summary>
    /// The manifest of an image of which the store keeps the config and the layers only, made as <c>docker save</c> makes it; null where
    /// the store has what its names point at.
    /// </summary>
    /// <param name="config">What a <see cref="NamedImage"/> of such a store points at.</param>
    /// <exception cref="OciFsException">The config cannot be had or is not sound, or the store has not all it takes.</exception>
    ReadOnlyMemory<byte>? MakeManifest(Descriptor config);
}
