using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OciFs.Tar;

namespace OciFs.Layers;

/// <summary>Collects <see cref="LayerExtras"/> while a layer is scanned.</summary>
/// <remarks>xattrs that only LIBARCHIVE.xattr records carry are left out, as every tool that unpacks images leaves them out.</remarks>
/// <param name="folder">As for <see cref="ScratchMemory"/>.</param>
internal sealed class LayerExtrasWriter(CacheFolder? folder) : IDisposable
{
    private readonly ByteHeap _heap = new(folder);

    /// <summary>All bytes so far.</summary>
    public ReadOnlySpan<byte> Span => _heap.Span;

    /// <summary>The extras behind a <see cref="LayerInode.Extras"/>.</summary>
    public LayerExtras View(uint reference) => reference == 0 ? default : new LayerExtras(_heap.Span[((int)reference - 1)..]);

    /// <summary>
    /// Stores what the entry has beyond an inode's fields; of what it describes anew, the runs and the xattrs that it does not
    /// name are kept. Gives the value for <see cref="LayerInode.Extras"/>.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="described">The extras of the inode that a hard link describes anew; 0 for none.</param>
    public uint Add(in TarEntry entry, uint described)
    {
        if (entry.Xattrs.Count == 0 && entry.Accessed is null && entry.Changed is null && (described != 0 || !entry.IsSparse))
        {
            return described;
        }

        var kept = KeptXattrs(entry, described);
        var count = kept.Count;
        foreach (var xattr in entry.Xattrs)
        {
            count += xattr.OnlyLibarchive ? 0 : 1;
        }

        var runs = described == 0 ? RunsOf(entry.Segments) : View(described).Runs.ToArray();
        if (count == 0 && runs.Length == 0 && entry.Accessed is null && entry.Changed is null && !entry.IsSparse)
        {
            return 0;
        }

        var offset = (uint)_heap.Length;
        var header = _heap.Reserve(LayerExtras.HeaderSize);
        BinaryPrimitives.WriteInt32LittleEndian(header, count);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], runs.Length);
        WriteTime(header[8..], entry.Accessed);
        WriteTime(header[24..], entry.Changed);
        _heap.Add(MemoryMarshal.AsBytes(runs.AsSpan()));
        foreach (var xattr in entry.Xattrs)
        {
            if (xattr.OnlyLibarchive)
            {
                continue;
            }

            WriteXattr(xattr.Name, xattr.Value);
        }

        foreach (var (name, value) in kept)
        {
            WriteXattr(name, value);
        }

        _heap.Reserve(-_heap.Length & 7);
        return _heap.Length <= Limits.ExtrasBytesPerLayer
            ? offset + 1
            : throw new OciFsException(
                OciFsError.LimitExceeded, $"the layer has more than {Limits.ExtrasBytesPerLayer:N0} bytes of extended attributes and sparse maps");
    }

    /// <summary>Whether a file would have too many bytes of xattrs, were an entry's added to those it has.</summary>
    public bool PassesLimit(in TarEntry entry, uint described)
    {
        if (described == 0)
        {
            return false;
        }

        var bytes = 0L;
        foreach (var xattr in entry.Xattrs)
        {
            bytes += xattr.OnlyLibarchive ? 0 : xattr.Name.Length + xattr.Value.Length;
        }

        foreach (var xattr in View(described))
        {
            bytes += IsNamed(entry, xattr.Name) ? 0 : xattr.Name.Length + xattr.Value.Length;
        }

        return bytes > Limits.XattrBytesPerFile;
    }

    /// <inheritdoc/>
    public void Dispose() => _heap.Dispose();

    private static bool IsNamed(in TarEntry entry, ReadOnlySpan<byte> name)
    {
        foreach (var xattr in entry.Xattrs)
        {
            if (!xattr.OnlyLibarchive && xattr.Name.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private static SparseRun[] RunsOf(ReadOnlySpan<SparseSegment> segments)
    {
        var runs = new SparseRun[segments.Length];
        long stored = 0;
        for (var i = 0; i < segments.Length; i++)
        {
            stored += segments[i].Length;
            runs[i] = new SparseRun(segments[i].Offset, stored);
        }

        return runs;
    }

    private List<(byte[] Name, byte[] Value)> KeptXattrs(in TarEntry entry, uint described)
    {
        List<(byte[] Name, byte[] Value)> kept = [];
        foreach (var xattr in View(described))
        {
            if (!IsNamed(entry, xattr.Name))
            {
                kept.Add((xattr.Name.ToArray(), xattr.Value.ToArray()));
            }
        }

        return kept;
    }

    private void WriteXattr(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var lengths = _heap.Reserve(8);
        BinaryPrimitives.WriteInt32LittleEndian(lengths, name.Length);
        BinaryPrimitives.WriteInt32LittleEndian(lengths[4..], value.Length);
        _heap.Add(name);
        _heap.Add(value);
    }

    private static void WriteTime(Span<byte> destination, TarTime? time)
    {
        if (time is { } value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(destination, value.Seconds);
            BinaryPrimitives.WriteInt32LittleEndian(destination[8..], value.Nanoseconds);
            BinaryPrimitives.WriteInt32LittleEndian(destination[12..], 1);
        }
    }
}
