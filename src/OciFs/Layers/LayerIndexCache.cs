using System.Text;
using OciFs.References;

namespace OciFs.Layers;

/// <summary>
/// The folder of index files (design §3): one a layer, named by the blob's digest and the format version, and beside it a small one with
/// the digest of its tar once that is known. Written beside and renamed, so that several processes can share them. A folder that cannot
/// be used costs only time.
/// </summary>
public sealed class LayerIndexCache
{
    private readonly string? _folder;
    private readonly Action<string> _warn;
    private int _warned;

    /// <param name="folder">The folder, made when first needed; null keeps indexes in memory only.</param>
    /// <param name="warn">Told, once, in a line why indexes cannot be kept.</param>
    public LayerIndexCache(string? folder, Action<string> warn)
    {
        _folder = folder is null ? null : Path.Combine(folder, "layers");
        _warn = warn;
    }

    /// <summary><c>$OCIFS_CACHE</c>, else <c>$XDG_CACHE_HOME/ocifs</c>, else <c>~/.cache/ocifs</c>; null where none of them is told.</summary>
    public static string? DefaultFolder()
    {
        if (Environment.GetEnvironmentVariable("OCIFS_CACHE") is { Length: > 0 } own)
        {
            return Path.GetFullPath(own);
        }

        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } shared && Path.IsPathRooted(shared))
        {
            return Path.Combine(shared, "ocifs");
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : Path.Combine(home, ".cache", "ocifs");
    }

    /// <summary>Opens the index of a layer blob; a file that is cut or of another make is as good as none.</summary>
    internal LayerIndex? TryOpen(Digest blob)
    {
        if (_folder is null)
        {
            return null;
        }

        try
        {
            using var file = new FileStream(PathOf(blob), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0);
            if (file.Length is 0 or > int.MaxValue)
            {
                return null;
            }

            var memory = new MappedMemory(file);
            if (LayerIndex.TryOpen(memory, out var index))
            {
                return index;
            }

            ((IDisposable)memory).Dispose();
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps an index and opens it: mapped from the cache, or from memory where the cache cannot take it.</summary>
    internal LayerIndex Keep(Digest blob, byte[] pinned)
    {
        if (_folder is not null && TryWrite(PathOf(blob), pinned) && TryOpen(blob) is { } mapped)
        {
            return mapped;
        }

        return LayerIndex.TryOpen(new PinnedMemory(pinned), out var index)
            ? index!
            : throw new OciFsException(OciFsError.Invalid, $"{blob}: the index made of this layer does not open");
    }

    /// <summary>The digest of a layer's tar, if it was computed before.</summary>
    internal DiffId? TryGetDiffId(Digest blob, DigestAlgorithm algorithm)
    {
        try
        {
            return _folder is not null && Digest.TryParse(File.ReadAllText(DiffIdPathOf(blob, algorithm)), out var digest)
                && digest.Algorithm == algorithm ? new DiffId(digest) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps the digest of a layer's tar, where the cache can take it.</summary>
    internal void KeepDiffId(Digest blob, DiffId diffId)
    {
        if (_folder is not null)
        {
            TryWrite(DiffIdPathOf(blob, diffId.Digest.Algorithm), Encoding.ASCII.GetBytes(diffId.ToString()));
        }
    }

    private string PathOf(Digest blob) => Path.Combine(_folder!, $"{blob.Hex}.{blob.AlgorithmName}.{LayerIndexHeader.Version}");

    private string DiffIdPathOf(Digest blob, DigestAlgorithm algorithm) =>
        Path.Combine(_folder!, $"{blob.Hex}.{blob.AlgorithmName}.diffid-{Digest.NameOf(algorithm)}");

    private bool TryWrite(string path, byte[] bytes)
    {
        var beside = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}";
        try
        {
            Directory.CreateDirectory(_folder!);
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, path, overwrite: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (Interlocked.Exchange(ref _warned, 1) == 0)
            {
                _warn($"{_folder}: the index cache cannot be written ({error.Message}); indexes are kept in memory");
            }

            TryDelete(beside);
            return false;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder is not ours to clean, then.
        }
    }
}
