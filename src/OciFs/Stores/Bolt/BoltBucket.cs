using System.Buffers.Binary;
using System.Text;

namespace OciFs.Stores.Bolt;

/// <summary>
/// A bucket of a bbolt file: keys in the order of their bytes, each with a value or a bucket. Valid within the reading that gave it
/// (<see cref="BoltFile.Read"/>); the bytes that it gives stay valid.
/// </summary>
internal sealed class BoltBucket
{
    // Root page and sequence number; behind them the page of a bucket that has none of its own (bbolt, internal/common/inode.go).
    private const int HeaderBytes = 16;

    private readonly BoltPages _pages;
    private readonly ulong _root;
    private readonly BoltPage? _inline;

    /// <param name="pages">The file's pages.</param>
    /// <param name="root">The bucket's first page.</param>
    public BoltBucket(BoltPages pages, ulong root)
    {
        _pages = pages;
        _root = root;
    }

    private BoltBucket(BoltPages pages, BoltPage inline)
        : this(pages, 0) => _inline = inline;

    /// <summary>The value of a key; null where there is none, or a bucket.</summary>
    /// <exception cref="OciFsException">The file is not sound.</exception>
    public ReadOnlyMemory<byte>? Value(ReadOnlySpan<byte> key) => Find(key) is { IsBucket: false } entry ? entry.Value : (ReadOnlyMemory<byte>?)null;

    /// <summary>The bucket of a key; null where there is none, or a value.</summary>
    /// <exception cref="OciFsException">The file is not sound.</exception>
    public BoltBucket? Bucket(ReadOnlySpan<byte> key) => Find(key) is { IsBucket: true } entry ? Open(entry) : null;

    /// <summary>The bucket that an entry of this one names.</summary>
    /// <exception cref="OciFsException">The file is not sound.</exception>
    public BoltBucket Open(BoltEntry entry)
    {
        var value = entry.Value;
        if (value.Length < HeaderBytes)
        {
            throw _pages.Invalid($"the bucket {NameOf(entry)} has no room for its first page's number");
        }

        var root = BinaryPrimitives.ReadUInt64LittleEndian(value.Span);
        if (root != 0)
        {
            return new BoltBucket(_pages, root);
        }

        var fault = BoltPage.Parse(value[HeaderBytes..], out var page) ?? (page.IsBranch ? "its page leads elsewhere" : null);
        return fault is null ? new BoltBucket(_pages, page) : throw _pages.Invalid($"the bucket {NameOf(entry)}: {fault}");
    }

    /// <summary>All entries, in the order of their keys' bytes.</summary>
    /// <exception cref="OciFsException">The file is not sound.</exception>
    public IEnumerable<BoltEntry> Entries()
    {
        var way = new Stack<(BoltPage Page, int Next)>();
        way.Push((_inline ?? _pages.Load(_root), 0));
        ReadOnlyMemory<byte>? last = null;
        while (way.TryPop(out var at))
        {
            if (at.Next == at.Page.Count)
            {
                continue;
            }

            way.Push((at.Page, at.Next + 1));
            if (at.Page.IsBranch)
            {
                way.Push((Below(at.Page, at.Next, way.Count), 0));
                continue;
            }

            var entry = at.Page.Entry(at.Next);
            if (last is { } before && before.Span.SequenceCompareTo(entry.Key.Span) >= 0)
            {
                throw _pages.Invalid($"the keys {Text(before)} and {NameOf(entry)} are not sorted, or one page stands twice");
            }

            last = entry.Key;
            yield return entry;
        }
    }

    private BoltEntry? Find(ReadOnlySpan<byte> key)
    {
        var page = _inline ?? _pages.Load(_root);
        for (var depth = 1; page.IsBranch; depth++)
        {
            page = Below(page, Math.Max(page.LastUpTo(key), 0), depth);
        }

        return page.LastUpTo(key) is >= 0 and var index && page.Entry(index) is var entry && entry.Key.Span.SequenceEqual(key) ? entry : null;
    }

    private BoltPage Below(BoltPage branch, int index, int depth)
    {
        var child = branch.Child(index);
        return depth > Limits.BoltDepth
            ? throw _pages.Invalid(child, $"it lies below {Limits.BoltDepth} others: pages lead to one another in a circle")
            : _pages.Load(child);
    }

    private static string NameOf(BoltEntry entry) => Text(entry.Key);

    private static string Text(ReadOnlyMemory<byte> key) => Encoding.UTF8.GetString(key.Span[..Math.Min(key.Length, 100)]);
}
