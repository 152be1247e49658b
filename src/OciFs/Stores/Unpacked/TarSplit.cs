using System.Text;
using OciFs.Layers;
using OciFs.References;

namespace OciFs.Stores.Unpacked;

/// <summary>The tar-split data of one layer.</summary>
/// <param name="path">The file.</param>
internal sealed class TarSplit(string path)
{
    /// <summary>The parts of the tar, from the cache or read now; the caller's.</summary>
    /// <exception cref="OciFsException">The data cannot be had or are not sound.</exception>
    public SegmentTable Open(CacheFolder? cache)
    {
        var key = Key();
        return SegmentTables.TryOpen(cache, key) ?? Read(cache, key);
    }

    /// <summary>Tells these data from others, also of the same file at another time, and from the same beside another folder.</summary>
    /// <exception cref="OciFsException">There are none.</exception>
    public Digest Key(string folder = "")
    {
        var status = FileStatus.Of(path) ?? throw new OciFsException(OciFsError.NotFound, $"{path}: missing");
        return Digest.Compute(DigestAlgorithm.Sha256, Encoding.UTF8.GetBytes($"{path}\n{folder}\n{status}"));
    }

    /// <summary>The names of all entries, in the tar's order.</summary>
    /// <exception cref="OciFsException">As <see cref="Open"/>.</exception>
    public List<byte[]> Names()
    {
        var names = new List<byte[]>();
        Read(null, names.Add);
        return names;
    }

    /// <summary>Bytes of the tar, by a pass over the data that keeps nothing.</summary>
    /// <exception cref="OciFsException">As <see cref="Open"/>.</exception>
    public long TarLength() => Read(null, null);

    private SegmentTable Read(CacheFolder? cache, Digest key)
    {
        using var table = new SegmentTableBuilder(cache);
        Read(table, null);
        return SegmentTables.Keep(cache, key, table);
    }

    private long Read(SegmentTableBuilder? table, Action<byte[]>? named)
    {
        var handle = StoreFile.Open(path, path, "missing");
        try
        {
            using var file = new FileStream(handle, FileAccess.Read);
            return new TarSplitReader(table, path, named).Read(file);
        }
        catch (IOException error)
        {
            throw new OciFsException(OciFsError.Unavailable, $"{path}: cannot be read: {error.Message}", error);
        }
    }
}
