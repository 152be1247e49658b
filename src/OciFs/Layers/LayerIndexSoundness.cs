using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>
/// Whether the tables of an index lead nowhere but into one another, and down: checked once when an index is opened, a range of rows on each
/// core, so that no look at it leaves it or goes in circles, also where somebody forged it and the seal of its file.
/// </summary>
internal readonly ref struct LayerIndexSoundness
{
    public required ReadOnlySpan<LayerInode> Inodes { get; init; }

    public required ReadOnlySpan<LayerName> Names { get; init; }

    public required ReadOnlySpan<uint> SharedNames { get; init; }

    public required ReadOnlySpan<uint> LowerLinks { get; init; }

    public required ReadOnlySpan<byte> Text { get; init; }

    public required ReadOnlySpan<byte> Extras { get; init; }

    /// <summary>Length of the layer's tar stream.</summary>
    public required long StreamLength { get; init; }

    /// <summary>Whether the root is one.</summary>
    public bool HasRoot => Inodes[0].IsDirectory && Inodes[0].Name == LayerIndex.NoName;

    /// <summary>Checks each of a range of inodes by itself, and counts what is to be checked of all together.</summary>
    public bool TryCount(Range range, out Totals totals)
    {
        totals = default;
        var (first, count) = range.GetOffsetAndLength(Inodes.Length);
        for (var i = first; i < first + count; i++)
        {
            ref readonly var inode = ref Inodes[i];
            if (!IsNamed(inode, i) || !IsWithin(inode) || !HasSoundExtras(inode, ref totals))
            {
                return false;
            }

            totals.Children += inode.IsDirectory ? inode.ChildCount : 0;
            totals.Shared += !inode.IsDirectory && inode.Links > 1 ? 1 : 0;
        }

        return true;
    }

    /// <summary>Checks each of a range of names.</summary>
    public bool HoldsOfNames(Range range)
    {
        var (first, count) = range.GetOffsetAndLength(Names.Length);
        for (var i = first; i < first + count; i++)
        {
            if (!IsSound(Names[i], i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Checks what inodes have together. Each name lies in the range of its parent: with as many places as names, it lies in no other
    /// directory's. No two inodes share extras: what is looked through in all is no more than there is.
    /// </summary>
    public bool HoldsOfAll(in Totals totals) => totals.Children == Names.Length && totals.Extras <= Extras.Length
        && SharedNamesAreSound(totals.Shared) && LowerLinksAreSound();

    private bool IsNamed(in LayerInode inode, int number) => inode.Name == LayerIndex.NoName
        ? number == LayerIndex.Root || inode is { IsLowerLink: true, Links: 0 }
        : inode.Name < Names.Length && Names[(int)inode.Name].Inode == number;

    private bool IsWithin(in LayerInode inode)
    {
        if (inode.IsDirectory)
        {
            return !inode.IsLowerLink && (ulong)inode.FirstChild + inode.ChildCount <= (ulong)Names.Length;
        }

        var room = inode.IsLowerLink || UnixMode.IsSymbolicLink(inode.Mode) ? Text.Length
            : UnixMode.IsRegular(inode.Mode) ? StreamLength : long.MaxValue;
        var isLong = room == long.MaxValue || (inode.Flags & LayerInodeFlags.Sparse) != 0;
        return inode.Size >= 0 && (!inode.IsLowerLink || inode.OwnPrefix <= inode.Size) && (room == long.MaxValue || (inode.Data >= 0 && inode.Data <= room && (isLong || inode.Size <= room - inode.Data)));
    }

    /// <summary>Directories are numbered behind those they stand in: whoever goes up comes to the root.</summary>
    private bool IsSound(in LayerName name, int number)
    {
        if (name.Length == 0 || (long)name.Offset + name.Length > Text.Length || name.Inode >= Inodes.Length || name.Parent >= Inodes.Length)
        {
            return false;
        }

        ref readonly var parent = ref Inodes[(int)name.Parent];
        ref readonly var child = ref Inodes[(int)name.Inode];
        return (!child.Hides || Text.Slice((int)name.Offset, (int)name.Length).StartsWith(Whiteout.Prefix))
            && parent.IsDirectory && number >= parent.FirstChild && number - parent.FirstChild < parent.ChildCount
            && (!child.IsDirectory || (name.Inode > name.Parent && child.Name == number));
    }

    private bool SharedNamesAreSound(long groups)
    {
        long last = -1;
        for (var at = 0; at < SharedNames.Length; groups--)
        {
            if (SharedNames[at] >= Names.Length)
            {
                return false;
            }

            var inode = Names[(int)SharedNames[at]].Inode;
            var links = Inodes[(int)inode].Links;
            if (inode <= last || Inodes[(int)inode].IsDirectory || links < 2 || links > SharedNames.Length - at)
            {
                return false;
            }

            foreach (var name in SharedNames.Slice(at, (int)links))
            {
                if (name >= Names.Length || Names[(int)name].Inode != inode)
                {
                    return false;
                }
            }

            last = inode;
            at += (int)links;
        }

        return groups == 0;
    }

    private bool LowerLinksAreSound()
    {
        foreach (var link in LowerLinks)
        {
            if (link >= Inodes.Length || !Inodes[(int)link].IsLowerLink)
            {
                return false;
            }
        }

        return true;
    }

    private bool HasSoundExtras(in LayerInode inode, ref Totals totals)
    {
        if (inode.Extras == 0)
        {
            return true;
        }

        var offset = (long)inode.Extras - 1;
        if (offset > Extras.Length - LayerExtras.HeaderSize)
        {
            return false;
        }

        var extras = Extras[(int)offset..];
        var xattrs = BinaryPrimitives.ReadInt32LittleEndian(extras);
        var runs = BinaryPrimitives.ReadInt32LittleEndian(extras[4..]);
        extras = extras[LayerExtras.HeaderSize..];
        return xattrs >= 0 && runs >= 0 && runs <= extras.Length / LayerExtras.RunSize
            && (totals.Extras += (runs * LayerExtras.RunSize) + (xattrs * 8L)) <= Extras.Length
            && RunsAreSound(inode, MemoryMarshal.Cast<byte, SparseRun>(extras[..(runs * LayerExtras.RunSize)]))
            && XattrsAreSound(xattrs, extras[(runs * LayerExtras.RunSize)..]);
    }

    private bool RunsAreSound(in LayerInode inode, ReadOnlySpan<SparseRun> runs)
    {
        var (end, stored) = (0L, 0L);
        foreach (var run in runs)
        {
            var length = run.StoredEnd - stored;
            if (run.Offset < end || length < 0 || length > inode.Size - run.Offset || length > StreamLength - inode.Data - stored)
            {
                return false;
            }

            end = run.Offset + length;
            stored = run.StoredEnd;
        }

        return true;
    }

    private static bool XattrsAreSound(int count, ReadOnlySpan<byte> xattrs)
    {
        for (; count > 0; count--)
        {
            if (xattrs.Length < 8)
            {
                return false;
            }

            var name = BinaryPrimitives.ReadUInt32LittleEndian(xattrs);
            var value = BinaryPrimitives.ReadUInt32LittleEndian(xattrs[4..]);
            if (8L + name + value > xattrs.Length)
            {
                return false;
            }

            xattrs = xattrs[(8 + (int)name + (int)value)..];
        }

        return true;
    }

    /// <summary>What inodes have together.</summary>
    internal struct Totals
    {
        /// <summary>Places for names in directories.</summary>
        public long Children;

        /// <summary>Inodes of several names.</summary>
        public long Shared;

        /// <summary>Bytes of extras that are looked through.</summary>
        public long Extras;

        /// <summary>What the inodes of all ranges have together.</summary>
        public static Totals Sum(ReadOnlySpan<Totals> ranges)
        {
            var sum = default(Totals);
            foreach (ref readonly var range in ranges)
            {
                sum.Children += range.Children;
                sum.Shared += range.Shared;
                sum.Extras += range.Extras;
            }

            return sum;
        }
    }
}
