using System.Buffers;
using OciFs.Compression;

namespace OciFs.Layers;

/// <summary>
/// What one pass over a layer found: its files as a frozen tree, and how to get at their bytes. Read straight from its bytes, which
/// may be a mapped file: opening costs one look at each of them, on all cores, and no allocation that grows with it. Immutable; any thread.
/// </summary>
internal sealed unsafe class LayerIndex : IDisposable
{
    /// <summary>The root directory's inode.</summary>
    public const uint Root = 0;

    /// <summary>No name: the root's.</summary>
    public const uint NoName = uint.MaxValue;

    // Of a table that is checked: some 100 µs.
    private const int RowsAtOnce = 1 << 14;

    private readonly MemoryManager<byte> _owner;
    private readonly MemoryHandle _pin;
    private readonly LayerInode* _inodes;
    private readonly LayerName* _names;
    private readonly byte* _text;
    private readonly byte* _extras;
    private readonly LayerIndexHeader _header;

    private LayerIndex(MemoryManager<byte> owner, MemoryHandle pin, in LayerIndexHeader header, SeekIndex seek)
    {
        _owner = owner;
        _pin = pin;
        _header = header;
        Seek = seek;
        _inodes = (LayerInode*)((byte*)pin.Pointer + LayerIndexHeader.Length);
        _names = (LayerName*)(_inodes + header.InodeCount);
        SharedNamesPointer = (uint*)(_names + header.NameCount);
        LowerLinksPointer = (uint*)((byte*)SharedNamesPointer + LayerIndexHeader.Pad(header.SharedNameCount * 4));
        _text = (byte*)LowerLinksPointer + LayerIndexHeader.Pad(header.LowerLinkCount * 4);
        _extras = _text + LayerIndexHeader.Pad(header.TextLength);
        var problems = _extras + LayerIndexHeader.Pad(header.ExtrasLength);
        Problems = LayerProblems.LinesOf(new ReadOnlySpan<byte>(problems, (int)header.ProblemsLength));
    }

    /// <summary>Number of inodes; valid ones are below it.</summary>
    public uint InodeCount => (uint)_header.InodeCount;

    /// <summary>Bytes of the whole index as a file of the cache.</summary>
    public long Size => _header.TotalLength + CacheSeal.Length;

    /// <summary>Number of names.</summary>
    public uint NameCount => (uint)_header.NameCount;

    /// <summary>Seek points and checksums of the layer's tar stream.</summary>
    public SeekIndex Seek { get; }

    /// <summary>What was wrong with single entries, a line each; the entries are left out.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Names of inodes that have more than one, grouped by inode in ascending order.</summary>
    public ReadOnlySpan<uint> SharedNames => new(SharedNamesPointer, (int)_header.SharedNameCount);

    /// <summary>Inodes that are <see cref="LayerInodeFlags.LowerLink"/>, in the order of the tar.</summary>
    public ReadOnlySpan<uint> LowerLinks => new(LowerLinksPointer, (int)_header.LowerLinkCount);

    private uint* SharedNamesPointer { get; }

    private uint* LowerLinksPointer { get; }

    /// <summary>One inode.</summary>
    /// <exception cref="OciFsException">There is none of that number.</exception>
    public ref readonly LayerInode Inode(uint inode)
    {
        if (inode >= InodeCount)
        {
            throw NotInIndex();
        }

        return ref _inodes[inode];
    }

    /// <summary>One name.</summary>
    /// <exception cref="OciFsException">There is none of that number.</exception>
    public ref readonly LayerName Name(uint name)
    {
        if (name >= NameCount)
        {
            throw NotInIndex();
        }

        return ref _names[name];
    }

    /// <summary>The bytes of a name.</summary>
    public ReadOnlySpan<byte> NameBytes(uint name) => NameBytes(in Name(name));

    /// <inheritdoc cref="NameBytes(uint)"/>
    public ReadOnlySpan<byte> NameBytes(in LayerName name) => Text(name.Offset, name.Length);

    /// <summary>The path of a name in the layer's tree, names with <c>/</c> between, without one before them.</summary>
    public byte[] PathOf(uint name)
    {
        var length = -1;
        for (var at = name; at != NoName; at = Inode(Name(at).Parent).Name)
        {
            length += (int)Name(at).Length + 1;
        }

        var path = new byte[length];
        for (var at = name; at != NoName; at = Inode(Name(at).Parent).Name)
        {
            var bytes = NameBytes(at);
            length -= bytes.Length;
            bytes.CopyTo(path.AsSpan(length));
            if (length > 0)
            {
                path[--length] = (byte)'/';
            }
        }

        return path;
    }

    /// <summary>Target of a symbolic link or lower link, as bytes.</summary>
    public ReadOnlySpan<byte> Target(in LayerInode inode) => Text(inode.Data, inode.Size);

    /// <summary>Further attributes of an inode.</summary>
    public LayerExtras Extras(in LayerInode inode)
    {
        if (inode.Extras == 0)
        {
            return default;
        }

        var offset = (long)inode.Extras - 1;
        if (offset > _header.ExtrasLength - LayerExtras.HeaderSize)
        {
            throw PointsOutside();
        }

        return new LayerExtras(new ReadOnlySpan<byte>(_extras + offset, (int)Math.Min(_header.ExtrasLength - offset, int.MaxValue)));
    }

    /// <summary>Binary search for a name in a directory.</summary>
    public bool TryFind(uint directory, ReadOnlySpan<byte> name, out uint found)
    {
        ref readonly var inode = ref Inode(directory);
        long low = inode.FirstChild;
        var high = low + inode.ChildCount - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = NameBytes((uint)middle).SequenceCompareTo(name);
            if (order == 0)
            {
                found = (uint)middle;
                return true;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        found = NoName;
        return false;
    }

    /// <summary>Whether a directory holds the whiteout of <paramref name="name"/>.</summary>
    public bool HasWhiteout(uint directory, ReadOnlySpan<byte> name)
    {
        if ((Inode(directory).Flags & LayerInodeFlags.HoldsSpecial) == 0 || name.Length > Limits.NameBytes)
        {
            return false;
        }

        Span<byte> marker = stackalloc byte[Whiteout.NameBytes];
        Whiteout.Prefix.CopyTo(marker);
        name.CopyTo(marker[Whiteout.Prefix.Length..]);
        return TryFind(directory, marker[..(Whiteout.Prefix.Length + name.Length)], out var found) && Inode(Name(found).Inode).Hides;
    }

    /// <summary>All names of an inode that is no directory.</summary>
    public ReadOnlySpan<uint> NamesOf(uint inode)
    {
        ref readonly var node = ref Inode(inode);
        if (node.Links <= 1)
        {
            return node.Links == 0 ? [] : new ReadOnlySpan<uint>(in node.Name);
        }

        var shared = SharedNames;
        var low = 0;
        var high = shared.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Name(shared[middle]).Inode < inode)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return shared.Slice(low, (int)node.Links);
    }

    /// <summary>Opens an index over its bytes and takes them over; bytes that are not an index are given back (false).</summary>
    public static bool TryOpen(MemoryManager<byte> bytes, out LayerIndex? index)
    {
        index = null;
        var length = bytes.Memory.Length;
        if (length < LayerIndexHeader.Length)
        {
            return false;
        }

        var start = bytes.Pin();
        var head = *(LayerIndexHeader*)start.Pointer;
        if (head.IsSound(length)
            && SeekIndex.TryOpen(bytes.Memory[(length - (int)head.SeekLength)..], out var seek))
        {
            index = new LayerIndex(bytes, start, head, seek!);
            if (index.IsSound())
            {
                return true;
            }

            index = null;
        }

        start.Dispose();
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pin.Dispose();
        ((IDisposable)_owner).Dispose();
    }

    private LayerIndexSoundness Soundness => new()
    {
        Inodes = new(_inodes, (int)_header.InodeCount),
        Names = new(_names, (int)_header.NameCount),
        SharedNames = SharedNames,
        LowerLinks = LowerLinks,
        Text = new(_text, (int)_header.TextLength),
        Extras = new(_extras, (int)_header.ExtrasLength),
        StreamLength = Seek.Length,
    };

    private bool IsSound()
    {
        var inodes = new LayerIndexSoundness.Totals[RangesOf(InodeCount)];
        return Soundness.HasRoot
            && Parallel.For(0, inodes.Length, (i, loop) => EndUnless(Soundness.TryCount(RangeAt(i, InodeCount), out inodes[i]), loop)).IsCompleted
            && Parallel.For(0, RangesOf(NameCount), (i, loop) => EndUnless(Soundness.HoldsOfNames(RangeAt(i, NameCount)), loop)).IsCompleted
            && Soundness.HoldsOfAll(LayerIndexSoundness.Totals.Sum(inodes));
    }

    private static int RangesOf(uint rows) => (int)((rows + RowsAtOnce - 1) / RowsAtOnce);

    private static Range RangeAt(int number, uint rows) => (number * RowsAtOnce)..(int)Math.Min(rows, (number + 1L) * RowsAtOnce);

    private static void EndUnless(bool holds, ParallelLoopState loop)
    {
        if (!holds)
        {
            loop.Stop();
        }
    }

    private ReadOnlySpan<byte> Text(long offset, long length)
    {
        if ((ulong)offset > (ulong)_header.TextLength || (ulong)length > (ulong)(_header.TextLength - offset))
        {
            throw PointsOutside();
        }

        return new ReadOnlySpan<byte>(_text + offset, (int)length);
    }

    private static OciFsException NotInIndex() => new(OciFsError.NotFound, "no such file");

    private static OciFsException PointsOutside() => new(OciFsError.Invalid, "the layer index points outside itself (remove it from the cache folder)");
}
