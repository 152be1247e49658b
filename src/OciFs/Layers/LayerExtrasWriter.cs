using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OciFs.Tar;

namespace OciFs.Layers;

/// <summary>Collects <see cref="LayerExtras"/> while a layer is scanned.</summary>
/// <remarks>xattrs that only LIBARCHIVE.xattr records carry are left out, as every tool that unpacks images leaves them out.</remarks>
internal sealed class LayerExtrasWriter
{
    private readonly ByteHeap _heap = new();

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
        if (described != 0 && entry.Xattrs.Count == 0 && entry.Accessed is null && entry.Changed is null)
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

        var padding = -_heap.Length & 7;
        _heap.Reserve(padding);
        return offset + 1;
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
            var again = false;
            foreach (var own in entry.Xattrs)
            {
                again |= !own.OnlyLibarchive && own.Name.SequenceEqual(xattr.Name);
            }

            if (!again)
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
