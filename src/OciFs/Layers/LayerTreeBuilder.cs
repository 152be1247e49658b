using OciFs.Tar;

namespace OciFs.Layers;

/// <summary>
/// Builds the tree of one layer as an extraction into an empty folder would (design §4): entries in the order of the tar, the last
/// one of a path wins, parents are made where they miss, links made by the same layer are followed inside the root. Markers stay in the
/// tree under their own names; what they do to lower layers is the merge's business.
/// </summary>
/// <remarks>
/// Until <see cref="LayerIndexWriter"/> freezes it, a directory uses <see cref="LayerInode.FirstChild"/> as the head of its chain of
/// names and <see cref="LayerInode.Data"/> as its depth, and is
/// <see cref="LayerInodeFlags.Conditional"/> as long as only markers have asked for it. An entry that cannot be applied is told in <see cref="Problems"/> and left out.
/// </remarks>
internal sealed partial class LayerTreeBuilder : ITarSink, IDisposable
{
    private const uint Absent = LayerNameTable.Absent;

    private readonly ScratchTable<LayerInode> _inodes;
    private readonly List<(uint Slot, uint Before)> _made = [];
    private readonly List<byte[]> _missing = []; // Of the path in hand: directories that are not there, below the last that is.
    private readonly List<(uint Inode, LayerInode Before)> _claimed = [];
    private readonly EntryPath _path = new();
    private readonly EntryPath _linkPath = new();
    private readonly LayerExtrasWriter _extras;
    private readonly ByteHeap _text;
    private readonly long _mostBytes;
    private readonly int _mostEntries;
    private int _steps; // Of the path in hand.

    /// <param name="folder">Where large tables may lie; null for memory only.</param>
    /// <param name="indexBytes">What may be kept, in bytes.</param>
    /// <param name="entries">How many names, and how many files, may be kept.</param>
    public LayerTreeBuilder(CacheFolder? folder = null, long indexBytes = Limits.IndexBytesPerLayer, int entries = Limits.EntriesPerLayer)
    {
        Folder = folder;
        _mostBytes = indexBytes;
        _mostEntries = entries;
        _inodes = new ScratchTable<LayerInode>(folder);
        _extras = new LayerExtrasWriter(folder);
        _text = new ByteHeap(folder);
        Names = new LayerNameTable(_text, entries, folder);
        var root = ImpliedDirectory(default);
        root.Name = LayerIndex.NoName;
        _inodes.Add(root);
    }

    /// <summary>What was left out and why.</summary>
    public LayerProblems Problems { get; } = new();

    /// <summary>The problem that ended the scan, if one did.</summary>
    public string? Fatal { get; private set; }

    internal CacheFolder? Folder { get; }

    internal LayerNameTable Names { get; }

    /// <summary>About what the index and this builder have to keep, in bytes.</summary>
    private long Held => (_inodes.Count * 64L) + (Names.Count * 28L) + _text.Length + _extras.Span.Length + _orphanBytes;

    /// <summary>All inodes; valid until one is added.</summary>
    internal Span<LayerInode> Inodes => _inodes.Rows;

    internal ReadOnlySpan<byte> Text => _text.Span;

    internal ReadOnlySpan<byte> Extras => _extras.Span;

    /// <inheritdoc/>
    public void Problem(in TarProblem problem)
    {
        if (problem.IsFatal)
        {
            Fatal ??= LayerProblems.Line(problem);
        }
        else
        {
            Problems.Add(problem);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="OciFsException">LimitExceeded: the layer is too large to be kept.</exception>
    public void Entry(in TarEntry entry)
    {
        if (Held > _mostBytes)
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"the index of the layer has more than {_mostBytes:N0} bytes");
        }

        if (_path.Parse(entry.Name) is { } refusal)
        {
            Problems.Add(entry.Name, refusal + "; it is left out");
            return;
        }

        if (_path.TriedToLeave)
        {
            Problems.Add(entry.Name, "its path leads out of the image; it was stopped at the root");
        }

        if (_path.Count == 0)
        {
            ApplyToRoot(entry);
            return;
        }

        _made.Clear();
        _claimed.Clear();
        if (ApplyBelowRoot(entry) is { } reason)
        {
            Problems.Add(entry.Name, reason + "; it is left out");
            TakeBack();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inodes.Dispose();
        Names.Dispose();
        _text.Dispose();
        _extras.Dispose();
    }

    /// <summary>Applies an entry that is not the root's; gives why it is left out, or null.</summary>
    private string? ApplyBelowRoot(in TarEntry entry)
    {
        var name = _path.Component(entry.Name, _path.Count - 1);
        if (Whiteout.IsMarker(name) && !Whiteout.IsMeaningful(name))
        {
            return "a whiteout that names nothing";
        }

        if (entry.Type == TarEntryType.Symlink && RefusalOfTarget(entry.LinkName) is { } refusal)
        {
            return refusal;
        }

        var target = new LinkTarget(Absent, null);
        if (entry.Type == TarEntryType.HardLink && !Whiteout.IsMarker(name) && FindLinkTarget(entry, ref target) is { } unfit)
        {
            return unfit;
        }

        uint directory = LayerIndex.Root;
        var followed = 0;
        _steps = 0;
        _missing.Clear();
        for (var i = 0; i < _path.Count - 1; i++)
        {
            if (Descend(ref directory, _path.Component(entry.Name, i), ref followed) is not { } obstacle)
            {
                continue;
            }

            if (!Whiteout.IsMarker(name))
            {
                return obstacle;
            }

            // umoci writes whiteouts of what was in a directory also below the file that took its place: they hide nothing more.
            return null;
        }

        return MakeMissing(ref directory, entry) ?? Apply(directory, name, entry, target);
    }

    private void ApplyToRoot(in TarEntry entry)
    {
        if (entry.Type != TarEntryType.Directory)
        {
            Problems.Add(entry.Name, "it would take the place of the root; it is left out");
            return;
        }

        Describe(ref Inodes[(int)LayerIndex.Root], entry);
    }

    // What symlink(2) would refuse.
    private static string? RefusalOfTarget(ReadOnlySpan<byte> target) => target.IsEmpty ? "a symbolic link without a target"
        : target.Length >= Limits.PathBytes ? $"its target has more than {Limits.PathBytes - 1} bytes"
        : target.Contains((byte)0) ? "its target holds a NUL byte" : null;

    /// <summary>Puts the entry in its directory; gives why it is left out, or null.</summary>
    private string? Apply(uint directory, ReadOnlySpan<byte> name, in TarEntry entry, LinkTarget target)
    {
        var marker = Whiteout.IsMarker(name);
        if (entry.Type == TarEntryType.HardLink && !marker)
        {
            ApplyHardLink(directory, name, entry, target);
            return null;
        }

        if (entry.Type == TarEntryType.Directory && !marker && DepthRefusal(directory) is { } refusal)
        {
            return refusal;
        }

        var slot = SlotFor(directory, name);
        if (entry.Type == TarEntryType.Directory && !marker && IsDirectory(Names[slot].Inode))
        {
            Describe(ref Inodes[(int)Names[slot].Inode], entry);
            return null;
        }

        if (marker && IsDirectory(Names[slot].Inode))
        {
            Inodes[(int)Names[slot].Inode].Flags |= LayerInodeFlags.MarkerToo;
            return null;
        }

        var replaced = Names[slot].Inode;
        Remove(slot);
        var inode = marker ? default : Content(entry);
        inode.Flags |= marker ? LayerInodeFlags.Marker : LayerInodeFlags.None;
        inode.Mode = marker ? UnixMode.Regular : inode.Mode;
        Describe(ref inode, entry);
        Bind(slot, IsFree(replaced) && !inode.IsDirectory ? PutInode(replaced, inode) : AddInode(inode, directory));
        return null;
    }

    private void ApplyHardLink(uint directory, ReadOnlySpan<byte> name, in TarEntry entry, LinkTarget target)
    {
        var slot = SlotFor(directory, name);
        var inode = target.Inode;
        if (inode == Absent || inode != Names[slot].Inode)
        {
            Remove(slot);
            inode = target.Lower is { } path ? AddLowerLink(path, directory) : inode;
            Bind(slot, inode);
        }

        Describe(ref Inodes[(int)inode], entry);
    }

    private uint AddLowerLink(LowerPath path, uint directory)
    {
        var bytes = path.ToArray();
        return AddInode(
            new LayerInode { Flags = LayerInodeFlags.LowerLink, Data = _text.Add(bytes), Size = bytes.Length, OwnPrefix = (uint)path.OwnPrefix }, directory);
    }

    /// <summary>Type and content of a new inode; the attributes are <see cref="Describe"/>'s.</summary>
    private LayerInode Content(in TarEntry entry)
    {
        var inode = default(LayerInode);
        switch (entry.Type)
        {
            case TarEntryType.Directory:
                inode.Mode = UnixMode.Directory;
                inode.FirstChild = Absent;
                break;
            case TarEntryType.Symlink:
                inode.Mode = UnixMode.SymbolicLink;
                inode.Data = _text.Add(entry.LinkName);
                inode.Size = entry.LinkName.Length;
                break;
            case TarEntryType.CharDevice or TarEntryType.BlockDevice:
                inode.Mode = entry.Type == TarEntryType.CharDevice ? UnixMode.CharacterDevice : UnixMode.BlockDevice;
                inode.Data = ((long)entry.DevMajor << 32) | entry.DevMinor;
                break;
            case TarEntryType.Fifo:
                inode.Mode = UnixMode.Fifo;
                break;
            default:
                inode.Mode = UnixMode.Regular;
                inode.Data = entry.DataOffset;
                inode.Size = entry.Size;
                inode.Flags = entry.IsSparse ? LayerInodeFlags.Sparse : LayerInodeFlags.None;
                break;
        }

        return inode;
    }

    /// <summary>Puts the entry's mode, owner, times and xattrs on an inode; type and content stay.</summary>
    private void Describe(ref LayerInode inode, in TarEntry entry)
    {
        inode.Mode = (inode.Mode & UnixMode.TypeMask) | ((uint)entry.Mode & UnixMode.PermissionMask);
        inode.Uid = entry.Uid;
        inode.Gid = entry.Gid;
        inode.ModifiedSeconds = entry.Modified.Seconds;
        inode.ModifiedNanoseconds = entry.Modified.Nanoseconds;
        inode.Flags &= ~(LayerInodeFlags.Implied | LayerInodeFlags.Conditional);
        inode.Extras = _extras.Add(entry, entry.Type == TarEntryType.HardLink ? inode.Extras : 0);
    }

    private static LayerInode ImpliedDirectory(TarTime time) => new()
    {
        Mode = UnixMode.Directory | UnixMode.ImpliedDirectoryPermissions,
        Flags = LayerInodeFlags.Implied | LayerInodeFlags.Conditional,
        ModifiedSeconds = time.Seconds,
        ModifiedNanoseconds = time.Nanoseconds,
        FirstChild = Absent,
    };

    private uint AddInode(LayerInode inode, uint parent)
    {
        if (_inodes.Count >= _mostEntries)
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"the layer has more than {_mostEntries:N0} entries");
        }

        if (inode.IsDirectory)
        {
            inode.Data = Inodes[(int)parent].Data + 1;
        }

        _inodes.Add(inode);
        return (uint)_inodes.Count - 1;
    }

    private uint PutInode(uint free, in LayerInode inode)
    {
        Inodes[(int)free] = inode;
        return free;
    }

    /// <summary>Whether nothing speaks of an inode any more: an entry that comes a million times takes the place of one.</summary>
    private bool IsFree(uint inode) => inode != Absent && Inodes[(int)inode] is { IsDirectory: false, Links: 0, IsMarker: false, IsLowerLink: false };
}
