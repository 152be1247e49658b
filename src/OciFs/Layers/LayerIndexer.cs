using OciFs.Compression;
using OciFs.References;
using OciFs.Stores;
using OciFs.Tar;

namespace OciFs.Layers;

/// <summary>
/// The one pass over a layer: its bytes are hashed, decoded and scanned as they come, and nothing of them is kept but the index. The
/// digest that proves them is compared before the index is handed out.
/// </summary>
internal static class LayerIndexer
{
    /// <summary>Indexes a layer.</summary>
    /// <param name="stored">The layer; stays the caller's.</param>
    /// <param name="claim">What it is to be.</param>
    /// <param name="folder">Where large tables may lie meanwhile; null for memory only.</param>
    /// <param name="span">Wanted distance of seek points in decompressed bytes.</param>
    /// <param name="end">Ends the pass.</param>
    /// <param name="work">Told how much of the layer is read; stays the caller's.</param>
    /// <param name="tar">Takes every byte of the tar as it comes; null for nobody.</param>
    /// <returns>A <see cref="LayerIndex"/> ready to be written; the caller's.</returns>
    /// <exception cref="OciFsException">The layer is not what its digest says, or no layer.</exception>
    /// <exception cref="IOException">The blob cannot be read.</exception>
    /// <exception cref="OperationCanceledException">By <paramref name="end"/>.</exception>
    public static LayerIndexWriter Index(StoredLayer stored, in LayerClaim claim, CacheFolder? folder, int span, CancellationToken end, Work? work = null, DigestHasher? tar = null)
    {
        using var stream = new HashingPrefetchStream(stored.Bytes, stored.Proof == LayerProof.Bytes ? stored.Key : null, end, work);
        try
        {
            return Scan(stream, claim.Digest, folder, span, tar, end);
        }
        catch (CompressedDataException error)
        {
            stream.Check();
            var kind = error.Error is CompressedDataError.Unsupported or CompressedDataError.LibraryMissing ? OciFsError.Unsupported
                : error.Error == CompressedDataError.LimitExceeded ? OciFsError.LimitExceeded : OciFsError.Invalid;
            throw new OciFsException(kind, $"{claim.Digest}: the layer cannot be decompressed: {error.Message}", error);
        }
    }

    private static LayerIndexWriter Scan(HashingPrefetchStream stream, Digest named, CacheFolder? folder, int span, DigestHasher? tar, CancellationToken end)
    {
        var tree = new LayerTreeBuilder(folder);
        var seekIndex = new ByteHeap(folder);
        try
        {
            using var states = new ByteHeap(folder);
            using var reader = IndexingReader.Open(stream, span, states);
            Scan(reader, tree, tar, end);
            stream.Check();
            if (tree.Fatal is { } fatal)
            {
                throw new OciFsException(OciFsError.Invalid, $"{named}: the layer is not a sound tar: {fatal}");
            }

            tree.Complete();
            reader.FinishIndex(seekIndex);
            return LayerIndexWriter.Freeze(tree, seekIndex);
        }
        catch
        {
            tree.Dispose();
            seekIndex.Dispose();
            throw;
        }
    }

    private static void Scan(IndexingReader reader, LayerTreeBuilder tree, DigestHasher? tar, CancellationToken end)
    {
        var scanner = new TarScanner(tree);
        for (var chunk = reader.Next(); !chunk.IsEmpty; chunk = reader.Next())
        {
            // One chunk of the blob may decode to very many.
            end.ThrowIfCancellationRequested();
            tar?.Append(chunk);
            if (tree.Fatal is null)
            {
                scanner.Write(chunk);
            }
        }

        scanner.Complete();
    }
}
