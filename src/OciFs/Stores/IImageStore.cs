using OciFs.References;

namespace OciFs.Stores;

/// <summary>A place where images are kept, read-only. Others may write to it meanwhile. Any thread.</summary>
public interface IImageStore : IDisposable
{
    /// <summary>Where it is, with its transport: <c>oci:/absolute/folder</c>.</summary>
    string Source { get; }

    /// <summary>
    /// The names as they are now: the same instance while nothing changed, which costs one look at a file's dates to find out.
    /// </summary>
    /// <remarks>
    /// Never throws: where the names cannot be read any more, those last read stay and <see cref="StoreListing.Problems"/> says why.
    /// </remarks>
    StoreListing List();

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
}
