using System.Buffers;
using System.Security.Cryptography;
using OciFs.Compression;
using OciFs.Layers;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Fuzz.Harnesses;

/// <summary>Layers in memory, indexed and opened as a store's are.</summary>
internal static class SampleStack
{
    private static readonly Lazy<byte[]> BaseIndex = new(() => Index(SampleLayers.Base));

    /// <summary>The index file of a layer.</summary>
    /// <exception cref="OciFsException">It is none.</exception>
    public static byte[] Index(byte[] blob)
    {
        var digest = Digest.Parse("sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob)));
        using var made = LayerIndexer.Index(
            new StoredLayer(new ArrayBlob(blob), digest, LayerProof.Bytes), new LayerClaim(digest, blob.Length, null, null), null, IndexingReader.DefaultSpan, CancellationToken.None);
        using var memory = made.ToMemory();
        return memory.Memory.ToArray();
    }

    /// <summary>A layer over its blob; null where the index does not open.</summary>
    public static LayerContent? Open(byte[] blob, byte[] index, BlockCache cache)
    {
        var memory = new ProcessMemory(index.Length);
        index.CopyTo(memory.GetSpan());
        if (LayerIndex.TryOpen(memory, out var opened))
            return new LayerContent(new ArrayBlob(blob), opened!, cache);
        ((IDisposable)memory).Dispose();
        return null;
    }

    /// <summary>A layer that others lie upon.</summary>
    public static LayerContent OpenBase(BlockCache cache) => Open(SampleLayers.Base, BaseIndex.Value, cache)!;
}
