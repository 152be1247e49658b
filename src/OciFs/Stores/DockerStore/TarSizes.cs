using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using OciFs.Layers;
using OciFs.References;
using OciFs.Stores.Unpacked;

namespace OciFs.Stores.DockerStore;

/// <summary>
/// Lengths of layers' tars, which Docker has nowhere written: it takes a pass over all of the tar-split data, once ever where there is a cache. Any thread.
/// </summary>
/// <param name="cache">Where they are kept between mounts; null for nowhere.</param>
internal sealed class TarSizes(CacheFolder? cache)
{
    private readonly ConcurrentDictionary<ChainId, (Digest Key, long Size)> _known = [];

    /// <summary>Bytes of a layer's tar; 0 where its data are not sound: what is wrong with a layer is told where it is shown.</summary>
    /// <param name="chain">The layer.</param>
    /// <param name="tarSplit">Its tar-split data.</param>
    public long Of(ChainId chain, string tarSplit)
    {
        try
        {
            var data = new TarSplit(tarSplit);
            var key = data.Key();
            if (_known.TryGetValue(chain, out var known) && known.Key == key)
            {
                return known.Size;
            }

            var size = Kept(chain, key) ?? Measure(chain, key, data);
            _known[chain] = (key, size);
            return size;
        }
        catch (OciFsException)
        {
            return 0;
        }
    }

    private long Measure(ChainId chain, Digest key, TarSplit data)
    {
        try
        {
            var size = data.TarLength();
            cache?.TryWrite(NameOf(chain), file => file.Write(Bytes(key, size)));
            return size;
        }
        catch (OciFsException error) when (error.Error is not OciFsError.Unavailable)
        {
            return 0;
        }
    }

    private long? Kept(ChainId chain, Digest key) =>
        cache?.TryReadSmall(NameOf(chain)) is { Length: >= sizeof(long) } kept
        && BinaryPrimitives.ReadInt64LittleEndian(kept) is >= 0 and var size && Bytes(key, size).AsSpan().SequenceEqual(kept)
            ? size
            : null;

    // What it was measured of stands behind it: a layer that was removed and fetched again has other data.
    private static byte[] Bytes(Digest key, long size)
    {
        var bytes = new byte[sizeof(long) + key.Hex.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, size);
        Encoding.ASCII.GetBytes(key.Hex, bytes.AsSpan(sizeof(long)));
        return bytes;
    }

    private static string NameOf(ChainId chain) => $"{chain.Digest.Hex}.{chain.Digest.AlgorithmName}.tarsize-1";
}
