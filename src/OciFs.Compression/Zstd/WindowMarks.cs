using System.Numerics;

namespace OciFs.Compression.Zstd;

/// <summary>The bytes of a point's window that later matches refer to, sparse: 4 KiB pages made when first touched.</summary>
/// <remarks>Values come from the match's own output, so no window is kept. Buffers are reused from point to point.</remarks>
internal sealed class WindowMarks
{
    private const int PageBits = 12;
    private const int PageSize = 1 << PageBits;
    private const int PageWords = PageSize / 64;

    private int[] _slots = [];       // page of the window -> 1 + its place in the two arrays below, 0 for none
    private byte[] _values = [];
    private ulong[] _masks = [];
    private int _used;

    /// <summary>Bytes of window before the point.</summary>
    public int WindowLength { get; private set; }

    /// <summary>An upper bound of the memory in use, in bytes of window.</summary>
    public int Touched => _used << PageBits;

    /// <summary>Forgets all marks.</summary>
    public void Reset(int windowLength)
    {
        WindowLength = windowLength;
        _used = 0;
        var pages = (windowLength >> PageBits) + 1;
        if (_slots.Length < pages)
        {
            _slots = new int[pages];
        }

        _slots.AsSpan().Clear();
    }

    /// <summary>Marks the bytes from <paramref name="offset"/> on, which have these values.</summary>
    public void Mark(int offset, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var inPage = offset & (PageSize - 1);
            var length = Math.Min(bytes.Length, PageSize - inPage);
            var slot = _slots[offset >> PageBits] - 1;
            if (slot < 0)
            {
                slot = Touch(offset >> PageBits);
            }

            bytes[..length].CopyTo(_values.AsSpan((slot << PageBits) + inPage));
            SetBits(_masks.AsSpan(slot * PageWords, PageWords), inPage, length);
            offset += length;
            bytes = bytes[length..];
        }
    }

    /// <summary>Hands all marked bytes to <paramref name="runs"/>, by ascending offset.</summary>
    public void WriteTo(WindowRunWriter runs)
    {
        for (var page = 0; page <= WindowLength >> PageBits; page++)
        {
            var slot = _slots[page] - 1;
            if (slot >= 0)
            {
                WritePage(runs, page << PageBits, _values.AsSpan(slot << PageBits, PageSize), _masks.AsSpan(slot * PageWords, PageWords));
            }
        }
    }

    private static void WritePage(WindowRunWriter runs, int offset, ReadOnlySpan<byte> page, ReadOnlySpan<ulong> mask)
    {
        for (var word = 0; word < mask.Length; word++)
        {
            var rest = mask[word];
            while (rest != 0)
            {
                var from = BitOperations.TrailingZeroCount(rest);
                var length = BitOperations.TrailingZeroCount(~(rest >> from));
                var at = (word * 64) + from;
                runs.Add(offset + at, page.Slice(at, length));
                rest = from + length >= 64 ? 0 : rest & (ulong.MaxValue << (from + length));
            }
        }
    }

    private static void SetBits(Span<ulong> mask, int from, int length)
    {
        var first = from >> 6;
        var last = (from + length - 1) >> 6;
        var head = ulong.MaxValue << (from & 63);
        var tail = ulong.MaxValue >> (63 - ((from + length - 1) & 63));
        if (first == last)
        {
            mask[first] |= head & tail;
            return;
        }

        mask[first] |= head;
        mask[(first + 1)..last].Fill(ulong.MaxValue);
        mask[last] |= tail;
    }

    private int Touch(int page)
    {
        if ((_used + 1) << PageBits > _values.Length)
        {
            var room = Math.Max(64, _used * 2);
            Array.Resize(ref _values, room << PageBits);
            Array.Resize(ref _masks, room * PageWords);
        }

        _masks.AsSpan(_used * PageWords, PageWords).Clear();
        _slots[page] = ++_used;
        return _used - 1;
    }
}
