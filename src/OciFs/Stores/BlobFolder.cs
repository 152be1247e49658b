using OciFs.References;

namespace OciFs.Stores;

/// <summary>Blobs as files of their digests' names, <c>algorithm/hex</c>, in a folder of image layouts and of containerd's content store.</summary>
/// <param name="folder">The folder of the algorithms' folders.</param>
internal sealed class BlobFolder(string folder)
{
    private static readonly DigestAlgorithm[] Algorithms = Enum.GetValues<DigestAlgorithm>();

    /// <inheritdoc cref="IImageStore.OpenBlob"/>
    public IBlob Open(Digest digest) =>
        FileBlob.Open(PathOf(digest), digest.ToString(), "the store does not have this blob (fetch the image again)");

    /// <inheritdoc cref="IImageStore.ListBlobs"/>
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

    /// <inheritdoc cref="IImageStore.TryGetBlobSize"/>
    public bool TryGetSize(Digest digest, out long size)
    {
        var status = FileStatus.Of(PathOf(digest));
        size = status?.Length ?? 0;
        return status is { IsRegular: true };
    }

    // The hex of a digest is checked: it cannot lead out of the folder.
    private string PathOf(Digest digest) => Path.Combine(folder, digest.AlgorithmName, digest.Hex);
}
