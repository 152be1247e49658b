using OciFs.Layers;
using OciFs.References;

namespace OciFs.Stores.Unpacked;

/// <summary>Keeps <see cref="SegmentTable"/>s in the cache folder, where large ones are mapped, not held.</summary>
internal static class SegmentTables
{
    /// <summary>A table that was kept; null where there is none that can be used.</summary>
    public static SegmentTable? TryOpen(CacheFolder? cache, Digest key)
    {
        if (cache?.TryRead(NameOf(key)) is not { } memory)
        {
            return null;
        }

        if (SegmentTable.TryOpen(memory, out var table))
        {
            return table;
        }

        ((IDisposable)memory).Dispose();
        return null;
    }

    /// <summary>Keeps a table and opens it: mapped from the cache, or from memory where the cache cannot take it.</summary>
    /// <exception cref="OciFsException">LimitExceeded: it is too large.</exception>
    public static SegmentTable Keep(CacheFolder? cache, Digest key, SegmentTableBuilder made)
    {
        var memory = made.ToMemory();
        if (cache?.TryWrite(NameOf(key), file => file.Write(memory.GetSpan())) is null && TryOpen(cache, key) is { } mapped)
        {
            ((IDisposable)memory).Dispose();
            return mapped;
        }

        if (SegmentTable.TryOpen(memory, out var table))
        {
            return table!;
        }

        ((IDisposable)memory).Dispose();
        throw new OciFsException(OciFsError.Invalid, $"{key}: the table made of this layer does not open");
    }

    private static string NameOf(Digest key) => $"{key.Hex}.{key.AlgorithmName}.{SegmentTableHeader.Version}";
}
