using System.Runtime.InteropServices;
using OciFs.Layers;

namespace OciFs.Stores.Unpacked;

/// <summary>Puts a <see cref="SegmentTable"/> together, from the tar's first byte to its last. Not thread-safe.</summary>
/// <param name="folder">Where large tables may lie meanwhile; null for memory only.</param>
internal sealed class SegmentTableBuilder(CacheFolder? folder) : IDisposable
{
    // A part of zeros takes 24 bytes, and so does the raw part behind it.
    private const int LeastZeros = 64;

    private readonly ScratchTable<Segment> _segments = new(folder);
    private readonly ByteHeap _heap = new(folder);
    private long _length;

    /// <summary>The bytes so far.</summary>
    public long Length => _length;

    /// <summary>Adds bytes; runs of zeros in them cost nothing.</summary>
    /// <exception cref="OciFsException">LimitExceeded: the table would be too large.</exception>
    public void AddRaw(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var zeros = bytes.IndexOfAnyExcept((byte)0) is >= 0 and var first ? first : bytes.Length;
            if (zeros < LeastZeros)
            {
                zeros = 0;
            }

            AddZeros(zeros);
            bytes = bytes[zeros..];
            var plain = EndOfPlain(bytes);
            AddPlain(bytes[..plain]);
            bytes = bytes[plain..];
        }
    }

    /// <summary>Adds the content of a file.</summary>
    /// <param name="name">Its path in the folder.</param>
    /// <param name="length">Bytes; none adds nothing.</param>
    /// <param name="crc64">As <see cref="Segment.Crc64"/>.</param>
    /// <param name="folder">As <see cref="Segment.Folder"/>.</param>
    /// <exception cref="OciFsException">As <see cref="AddRaw"/>.</exception>
    public void AddFile(ReadOnlySpan<byte> name, long length, ulong crc64, int folder = 0)
    {
        if (length > 0)
        {
            Add(new Segment(_length, crc64, _heap.Add(name), checked((short)name.Length), checked((ushort)folder)), length);
        }
    }

    /// <summary>The table in memory; the caller's.</summary>
    /// <exception cref="OciFsException">As <see cref="AddRaw"/>.</exception>
    public ProcessMemory ToMemory()
    {
        var total = SegmentTableHeader.Length + ((long)_segments.Count * Segment.Size) + _heap.Length;
        if (total > Limits.IndexBytesPerLayer)
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"the tar-split data of the layer have more than {Limits.IndexBytesPerLayer:N0} bytes");
        }

        var memory = new ProcessMemory((int)total);
        var bytes = memory.GetSpan();
        MemoryMarshal.AsBytes(_segments.Rows).CopyTo(bytes[SegmentTableHeader.Length..]);
        _heap.Span.CopyTo(bytes[(SegmentTableHeader.Length + (_segments.Count * Segment.Size))..]);
        var header = new SegmentTableHeader
        {
            Magic = SegmentTableHeader.CurrentMagic,
            Count = _segments.Count,
            HeapLength = _heap.Length,
            TarLength = _length,
        };
        MemoryMarshal.Write(bytes, header);
        return memory;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _segments.Dispose();
        _heap.Dispose();
    }

    private static int EndOfPlain(ReadOnlySpan<byte> bytes)
    {
        for (var from = 0; ;)
        {
            var zero = bytes[from..].IndexOf((byte)0);
            if (zero < 0)
            {
                return bytes.Length;
            }

            var run = bytes[(from + zero)..].IndexOfAnyExcept((byte)0);
            run = run < 0 ? bytes.Length - from - zero : run;
            if (run >= LeastZeros)
            {
                return from + zero;
            }

            from += zero + run;
        }
    }

    private void AddZeros(int count)
    {
        if (count == 0)
        {
            return;
        }

        if (_segments.Count > 0 && _segments.Rows[^1].NameLength == Segment.Zeros)
        {
            _length += count;
            return;
        }

        Add(new Segment(_length, 0, 0, Segment.Zeros), count);
    }

    private void AddPlain(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        var at = _heap.Add(bytes);
        if (_segments.Count > 0 && _segments.Rows[^1] is { NameLength: Segment.Raw } last && last.At + (_length - last.Start) == at)
        {
            _length += bytes.Length;
            return;
        }

        Add(new Segment(_length, 0, at, Segment.Raw), bytes.Length);
    }

    private void Add(in Segment segment, long length)
    {
        if (length > long.MaxValue - _length)
        {
            throw new OciFsException(OciFsError.Invalid, "the tar-split data are of a tar longer than can be");
        }

        _segments.Add(segment);
        _length += length;
    }
}
