using System.Buffers.Binary;

namespace OciFs.Stores.Bolt;

/// <summary>
/// A branch or leaf page, or the page within an inline bucket: sorted elements (bbolt, internal/common/page.go). Once parsed, all of it is
/// sound: within its bytes, in order, no two elements over the same bytes.
/// </summary>
internal sealed class BoltPage
{
    /// <summary>Bytes of a page's header.</summary>
    public const int HeaderBytes = 16;

    private const int ElementBytes = 16;
    private const ushort BranchFlag = 1;
    private const ushort LeafFlag = 2;
    private const uint BucketFlag = 1;

    private readonly ReadOnlyMemory<byte> _bytes;

    private BoltPage(ReadOnlyMemory<byte> bytes, bool isBranch, int count)
    {
        _bytes = bytes;
        IsBranch = isBranch;
        Count = count;
    }

    /// <summary>Whether its elements lead to other pages.</summary>
    public bool IsBranch { get; }

    /// <summary>How many elements it has.</summary>
    public int Count { get; }

    private ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>The number that a page says it has, and how many pages follow that are its continuation.</summary>
    public static (ulong Number, uint Overflow) Header(ReadOnlySpan<byte> page) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(page), BinaryPrimitives.ReadUInt32LittleEndian(page[12..]));

    /// <summary>Reads a page, its continuation included.</summary>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public static string? Parse(ReadOnlyMemory<byte> bytes, out BoltPage page)
    {
        page = null!;
        if (bytes.Length < HeaderBytes)
        {
            return "it is cut";
        }

        var flags = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[8..]);
        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[10..]);
        if (flags is not (BranchFlag or LeafFlag))
        {
            return $"it is neither a branch nor a leaf (flags 0x{flags:x})";
        }

        if (HeaderBytes + (count * ElementBytes) > bytes.Length || (count == 0 && flags == BranchFlag))
        {
            return $"it cannot have {count} elements";
        }

        page = new BoltPage(bytes, flags == BranchFlag, count);
        return page.Fault();
    }

    /// <summary>Key of an element.</summary>
    public ReadOnlyMemory<byte> Key(int index)
    {
        var (start, keyLength, _) = Place(index);
        return _bytes.Slice((int)start, (int)keyLength);
    }

    /// <summary>Value of an element of a leaf: that of a key, or where a bucket begins.</summary>
    public BoltEntry Entry(int index)
    {
        var (start, keyLength, valueLength) = Place(index);
        return new BoltEntry(
            _bytes.Slice((int)start, (int)keyLength),
            _bytes.Slice((int)(start + keyLength), (int)valueLength),
            (BinaryPrimitives.ReadUInt32LittleEndian(Span[ElementAt(index)..]) & BucketFlag) != 0);
    }

    /// <summary>The page that an element of a branch leads to.</summary>
    public ulong Child(int index) => BinaryPrimitives.ReadUInt64LittleEndian(Span[(ElementAt(index) + 8)..]);

    /// <summary>The last element whose key is not behind <paramref name="key"/>; -1 where all are.</summary>
    public int LastUpTo(ReadOnlySpan<byte> key)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Key(middle).Span.SequenceCompareTo(key) <= 0 ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    // Writers put the elements' bytes one behind the other: nobody can make few bytes look like many elements.
    private string? Fault()
    {
        var free = (long)ElementAt(Count);
        for (var i = 0; i < Count; i++)
        {
            var (start, keyLength, valueLength) = Place(i);
            if (start < free || start + keyLength + valueLength > _bytes.Length)
            {
                return $"element {i} lies outside of its place";
            }

            free = start + keyLength + valueLength;
            if (i > 0 && Key(i - 1).Span.SequenceCompareTo(Key(i).Span) >= 0)
            {
                return "its keys are not sorted";
            }
        }

        return null;
    }

    private (long Start, long KeyLength, long ValueLength) Place(int index)
    {
        var at = ElementAt(index);
        var element = Span.Slice(at, ElementBytes);
        return IsBranch
            ? (at + (long)BinaryPrimitives.ReadUInt32LittleEndian(element), BinaryPrimitives.ReadUInt32LittleEndian(element[4..]), 0)
            : (at + (long)BinaryPrimitives.ReadUInt32LittleEndian(element[4..]),
                BinaryPrimitives.ReadUInt32LittleEndian(element[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(element[12..]));
    }

    private static int ElementAt(int index) => HeaderBytes + (index * ElementBytes);
}
