using System.Buffers;
using System.Runtime.InteropServices;

namespace OciFs.Stores.Unpacked;

/// <summary>What a tar is put together of, in its order. Immutable; owns its memory.</summary>
internal sealed class SegmentTable : IDisposable
{
    private readonly MemoryManager<byte> _memory;
    private readonly int _count;

    private SegmentTable(MemoryManager<byte> memory, in SegmentTableHeader header)
    {
        _memory = memory;
        _count = (int)header.Count;
        TarLength = header.TarLength;
    }

    /// <summary>Bytes of the whole tar.</summary>
    public long TarLength { get; }

    /// <summary>The parts; each is at least a byte long.</summary>
    public ReadOnlySpan<Segment> Segments =>
        MemoryMarshal.Cast<byte, Segment>(_memory.GetSpan().Slice(SegmentTableHeader.Length, _count * Segment.Size));

    private ReadOnlySpan<byte> Heap => _memory.GetSpan()[(SegmentTableHeader.Length + (_count * Segment.Size))..];

    /// <summary>Opens a table; takes the memory over where it is one.</summary>
    public static bool TryOpen(MemoryManager<byte> memory, out SegmentTable? table)
    {
        var bytes = memory.GetSpan();
        table = null;
        if (bytes.Length < SegmentTableHeader.Length)
        {
            return false;
        }

        var header = MemoryMarshal.Read<SegmentTableHeader>(bytes);
        var rest = bytes.Length - SegmentTableHeader.Length;
        if (header.Magic != SegmentTableHeader.CurrentMagic || header.Count < 0 || header.HeapLength < 0
            || header.Count > rest / Segment.Size || (header.Count * Segment.Size) + header.HeapLength != rest)
        {
            return false;
        }

        var opened = new SegmentTable(memory, header);
        if (!opened.IsSound())
        {
            return false;
        }

        table = opened;
        return true;
    }

    /// <summary>The number of the part that has a byte of the tar.</summary>
    public int Find(long offset)
    {
        var segments = Segments;
        var (low, high) = (0, segments.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            (low, high) = segments[middle].Start <= offset ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>Where a part ends.</summary>
    public long EndOf(int segment) => segment + 1 < _count ? Segments[segment + 1].Start : TarLength;

    /// <summary>The bytes of a raw part.</summary>
    public ReadOnlySpan<byte> RawOf(int segment) =>
        Heap.Slice((int)Segments[segment].At, (int)(EndOf(segment) - Segments[segment].Start));

    /// <summary>The name of the file whose bytes a part is, in the folder.</summary>
    public ReadOnlySpan<byte> NameOf(int segment) => Heap.Slice((int)Segments[segment].At, Segments[segment].NameLength);

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_memory).Dispose();

    // It leads nowhere but into itself: the seal of its file tells damage, not forgery.
    private bool IsSound()
    {
        var heap = Heap.Length;
        long end = 0;
        for (var i = 0; i < _count; i++)
        {
            var segment = Segments[i];
            var length = EndOf(i) - segment.Start;
            var held = segment.IsFile ? segment.NameLength : segment.NameLength == Segment.Raw ? length : 0;
            if (segment.Start != end || length <= 0 || segment.NameLength < Segment.Zeros || segment.At > heap || held > heap - segment.At)
            {
                return false;
            }

            end += length;
        }

        return end == TarLength;
    }
}
