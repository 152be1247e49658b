using System.Text;
using OciFs.References;

namespace OciFs.Layers;

/// <summary>
/// The indexes of layers between mounts: a file a layer, named by the blob's digest and the format version, and beside it a small one with
/// the digest of its tar once that is known. A folder that cannot be used costs only time. Any thread.
/// </summary>
public sealed class LayerIndexCache
{
    private readonly CacheFolder? _folder;
    private readonly Action<string> _warn;
    private int _warned;
    private int _pruned;

    /// <param name="folder">Where the files are; null keeps indexes in memory only.</param>
    /// <param name="warn">Told, once, in a line why indexes cannot be kept.</param>
    public LayerIndexCache(CacheFolder? folder, Action<string> warn)
    {
        _folder = folder;
        _warn = warn;
    }

    /// <summary>Opens the index of a layer blob; a file that is cut or of another make is as good as none.</summary>
    internal LayerIndex? TryOpen(Digest blob)
    {
        if (_folder?.TryRead(NameOf(blob)) is not { } memory)
        {
            return null;
        }

        if (LayerIndex.TryOpen(memory, out var index))
        {
            return index;
        }

        ((IDisposable)memory).Dispose();
        return null;
    }

    /// <summary>Bytes of a layer's tar by the heads of its index, whose checksum is not compared; null where there is no index.</summary>
    internal long? TarSizeOf(Digest blob)
    {
        using var file = _folder?.TryOpen(NameOf(blob));
        try
        {
            return file is null ? null : LayerIndexHeader.ReadTarSize(file);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The files; null where indexes are in memory only.</summary>
    internal CacheFolder? Folder => _folder;

    /// <summary>Keeps an index and opens it: mapped from the cache, or from memory where the cache cannot take it.</summary>
    internal LayerIndex Keep(Digest blob, LayerIndexWriter made)
    {
        if (TryWrite(NameOf(blob), made.WriteTo) && TryOpen(blob) is { } mapped)
        {
            return mapped;
        }

        var memory = made.ToMemory();
        if (LayerIndex.TryOpen(memory, out var index))
        {
            return index!;
        }

        ((IDisposable)memory).Dispose();
        throw new OciFsException(OciFsError.Invalid, $"{blob}: the index made of this layer does not open");
    }

    /// <summary>The digest of a layer's tar, if it was computed before.</summary>
    internal DiffId? TryGetDiffId(Digest blob, DigestAlgorithm algorithm)
    {
        var text = _folder?.TryReadSmall(DiffIdNameOf(blob, algorithm));
        return Digest.TryParse(text, out var digest) && digest.Algorithm == algorithm ? new DiffId(digest) : null;
    }

    /// <summary>Keeps the digest of a layer's tar, where the cache can take it.</summary>
    internal void KeepDiffId(Digest blob, DiffId diffId) =>
        TryWrite(DiffIdNameOf(blob, diffId.Digest.Algorithm), file => file.Write(Encoding.ASCII.GetBytes(diffId.ToString())));

    /// <summary>Whether a copy of a layer was found to be <paramref name="layer"/>.</summary>
    internal bool IsProven(Digest copy, Digest layer) =>
        _folder?.TryReadSmall(ProofNameOf(copy)) is { } proven && proven.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(layer.ToString()));

    /// <summary>Keeps that a copy of a layer was found to be <paramref name="layer"/>, where the cache can take it.</summary>
    internal void KeepProven(Digest copy, Digest layer)
    {
        if (!IsProven(copy, layer))
        {
            TryWrite(ProofNameOf(copy), file => file.Write(Encoding.ASCII.GetBytes(layer.ToString())));
        }
    }

    private static string ProofNameOf(Digest copy) => $"{copy.Hex}.{copy.AlgorithmName}.proven";

    private static string NameOf(Digest blob) => $"{blob.Hex}.{blob.AlgorithmName}.{LayerIndexHeader.Version}";

    private static string DiffIdNameOf(Digest blob, DigestAlgorithm algorithm) =>
        $"{blob.Hex}.{blob.AlgorithmName}.diffid-{Digest.NameOf(algorithm)}";

    private bool TryWrite(string name, Action<Stream> write)
    {
        if (_folder is null)
        {
            return false;
        }

        if (_folder.TryWrite(name, write) is { } failure)
        {
            if (Interlocked.Exchange(ref _warned, 1) == 0)
            {
                _warn($"{_folder.Path}: the index cache cannot be written ({failure}); indexes are kept in memory");
            }

            return false;
        }

        // What one process adds between two mounts is little beside the bound: once in its life is enough.
        if (Interlocked.Exchange(ref _pruned, 1) == 0)
        {
            Prune(_folder);
        }

        return true;
    }

    private static void Prune(CacheFolder folder)
    {
        try
        {
            folder.Prune(Limits.IndexCacheBytes, Limits.IndexCacheAge);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that takes files but shows none is pruned by its owner.
        }
    }
}
