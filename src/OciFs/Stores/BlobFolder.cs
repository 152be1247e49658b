using OciFs.References;

namespace OciFs.Stores;

/// <summary>Blobs as files of their digests' names, <c>algorithm/hex</c>, in a folder of image layouts and of containerd's content store.</summary>
/// <param name="folder">The folder of the algorithms' folders.</param>
/// <param name="mayLink">Whether blobs may be symbolic links: tools build layouts of them (Bazel's), no content store has any.</param>
internal sealed class BlobFolder(string folder, bool mayLink)
{
    private const string Missing = "the store does not have this blob (fetch the image again)";

    private static readonly DigestAlgorithm[] Algorithms = Enum.GetValues<DigestAlgorithm>();

    /// <inheritdoc cref="IStore.OpenBlob"/>
    public IBlob Open(Digest digest) =>
        mayLink ? FileBlob.Open(PlaceOf(digest).Path, digest.ToString(), Missing) : FileBlob.Open(PlaceOf(digest), digest.ToString(), Missing);

    /// <inheritdoc cref="IStore.ListBlobs"/>
    public IReadOnlyList<BlobInfo> List()
    {
        var blobs = new List<BlobInfo>();
        foreach (var algorithm in Algorithms.Select(Digest.NameOf))
        {
            try
            {
                foreach (var path in Directory.EnumerateFileSystemEntries(Path.Combine(folder, algorithm)))
                {
                    if (Digest.TryParse($"{algorithm}:{Path.GetFileName(path)}", out var digest) && TryGetSize(digest, out var size))
                    {
                        blobs.Add(new BlobInfo(digest, size));
                    }
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Most stores have a folder for one algorithm only; what cannot be listed can still be opened by name.
            }
        }

        return blobs;
    }

    /// <inheritdoc cref="IStore.TryGetBlobSize"/>
    public bool TryGetSize(Digest digest, out long size)
    {
        var status = mayLink ? FileStatus.Of(PlaceOf(digest).Path) : PlaceOf(digest).Status;
        size = status?.Length ?? 0;
        return status is { IsRegular: true };
    }

    // The hex of a digest is checked: it cannot lead out of the folder.
    private StorePlace PlaceOf(Digest digest) => new(folder, Path.Combine(digest.AlgorithmName, digest.Hex));
}
