using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>
/// A built tree, frozen: inodes numbered in the order of the tar, names sorted within their directories, ready to be written as the index
/// file. Whoever made it disposes it.
/// </summary>
/// <remarks>
/// The numbering depends on the tar alone, so inode numbers are the same in every process that indexes the layer; who reads files by
/// ascending inode number reads the tar from front to end.
/// </remarks>
internal sealed class LayerIndexWriter : IDisposable
{
    private readonly LayerTreeBuilder _tree;
    private readonly ByteHeap _seekIndex;
    private readonly byte[] _problems;
    private readonly ScratchTable<uint> _numberOf; // By inode of the builder; LayerNameTable.Absent for one that nothing speaks of any more.
    private readonly ScratchTable<LayerName> _names;
    private readonly ScratchTable<uint> _sharedNames;
    private readonly ScratchTable<uint> _lowerLinks;
    private readonly Comparison<LayerName> _byBytes;
    private int _inodeCount;
    private LayerIndexHeader _header;

    private LayerIndexWriter(LayerTreeBuilder tree, ByteHeap seekIndex)
    {
        _tree = tree;
        _seekIndex = seekIndex;
        _problems = tree.Problems.ToUtf8();
        _numberOf = new ScratchTable<uint>(tree.Folder);
        _names = new ScratchTable<LayerName>(tree.Folder);
        _sharedNames = new ScratchTable<uint>(tree.Folder);
        _lowerLinks = new ScratchTable<uint>(tree.Folder);
        _byBytes = (a, b) => BytesOf(a).SequenceCompareTo(BytesOf(b));
    }

    /// <summary>What is wrong with single entries, a line each.</summary>
    public IReadOnlyList<string> Problems => LayerProblems.LinesOf(_problems);

    private Span<LayerInode> Inodes => _tree.Inodes[.._inodeCount];

    /// <summary>Freezes a tree.</summary>
    /// <param name="tree">The finished tree; taken over, whatever comes of it.</param>
    /// <param name="seekIndex">Bytes of the <see cref="Compression.SeekIndex"/> of the layer; taken over, as the tree.</param>
    /// <exception cref="OciFsException">LimitExceeded: the index would be too large.</exception>
    public static LayerIndexWriter Freeze(LayerTreeBuilder tree, ByteHeap seekIndex)
    {
        var writer = new LayerIndexWriter(tree, seekIndex);
        try
        {
            writer.NumberInodes();
            for (var inode = 0; inode < writer._inodeCount; inode++)
            {
                writer.AddNamesOf((uint)inode);
            }

            writer.NameInodes();
            writer.MarkDirectories();
            writer.MakeHeader();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Writes the index.</summary>
    /// <exception cref="IOException">The stream does not take it.</exception>
    public void WriteTo(Stream stream)
    {
        stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<LayerIndexHeader>(in _header)));
        Append(stream, MemoryMarshal.AsBytes(Inodes));
        Append(stream, MemoryMarshal.AsBytes(_names.Rows));
        Append(stream, MemoryMarshal.AsBytes(_sharedNames.Rows));
        Append(stream, MemoryMarshal.AsBytes(_lowerLinks.Rows));
        Append(stream, _tree.Text);
        Append(stream, _tree.Extras);
        Append(stream, _problems);
        stream.Write(_seekIndex.Span);
    }

    /// <summary>The index in memory of the process; the caller's.</summary>
    public unsafe ProcessMemory ToMemory()
    {
        var memory = new ProcessMemory((int)_header.TotalLength);
        using var stream = new UnmanagedMemoryStream(memory.Start, 0, _header.TotalLength, FileAccess.Write);
        WriteTo(stream);
        return memory;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tree.Dispose();
        _seekIndex.Dispose();
        _numberOf.Dispose();
        _names.Dispose();
        _sharedNames.Dispose();
        _lowerLinks.Dispose();
    }

    /// <summary>Closes the gaps that inodes left which nothing speaks of any more.</summary>
    private void NumberInodes()
    {
        var inodes = _tree.Inodes;
        for (uint inode = 0; inode < inodes.Length; inode++)
        {
            if (!IsLeft(inodes[(int)inode], inode))
            {
                _numberOf.Add(LayerNameTable.Absent);
                continue;
            }

            var number = _inodeCount++;
            _numberOf.Add((uint)number);
            inodes[number] = inodes[(int)inode];
            if (inodes[number].IsLowerLink)
            {
                _lowerLinks.Add((uint)number);
            }
        }
    }

    /// <summary>A link to a lower layer has described its target, also where its name was taken again.</summary>
    private bool IsLeft(in LayerInode inode, uint number) => inode.IsDirectory
        ? inode.Name == LayerIndex.NoName || _tree.Names[inode.Name].Inode == number
        : inode.Links > 0 || inode.IsLowerLink;

    private void AddNamesOf(uint inode)
    {
        ref var directory = ref Inodes[(int)inode];
        if (!directory.IsDirectory)
        {
            return;
        }

        var first = _names.Count;
        for (var slot = directory.FirstChild; slot != LayerNameTable.Absent; slot = _tree.Names[slot].Next)
        {
            ref var name = ref _tree.Names[slot];
            if (name.Inode != LayerNameTable.Absent)
            {
                _names.Add(new LayerName { Offset = name.Offset, Length = name.Length, Inode = _numberOf[name.Inode], Parent = inode });
            }
        }

        Sort(_names.Rows[first..]);
        directory.FirstChild = (uint)first;
        directory.ChildCount = (uint)(_names.Count - first);
        directory.Data = 0;
        directory.Links = 0;
    }

    /// <summary>Most tars have the names of a directory in this order already, and the builder gives them newest first.</summary>
    private void Sort(Span<LayerName> names)
    {
        names.Reverse();
        for (var i = 1; i < names.Length; i++)
        {
            if (_byBytes(names[i - 1], names[i]) > 0)
            {
                names.Sort(_byBytes);
                return;
            }
        }
    }

    private void NameInodes()
    {
        var inodes = Inodes;
        foreach (ref var inode in inodes)
        {
            inode.Name = LayerIndex.NoName;
        }

        var names = _names.Rows;
        for (var name = 0; name < names.Length; name++)
        {
            ref var inode = ref inodes[(int)names[name].Inode];
            inode.Name = Math.Min(inode.Name, (uint)name);
            if (!inode.IsDirectory && inode.Links > 1)
            {
                _sharedNames.Add((uint)name);
            }
        }

        _sharedNames.Rows.Sort((a, b) => (_names[a].Inode, a).CompareTo((_names[b].Inode, b)));
    }

    /// <summary>From the leaves up (children are numbered behind their parents): what the merge needs to know of a directory at once.</summary>
    private void MarkDirectories()
    {
        var inodes = Inodes;
        for (var i = inodes.Length - 1; i >= 0; i--)
        {
            ref var directory = ref inodes[i];
            if (!directory.IsDirectory)
            {
                continue;
            }

            var conditional = (directory.Flags & LayerInodeFlags.Implied) != 0;
            directory.Flags &= ~LayerInodeFlags.Conditional;
            foreach (ref readonly var name in _names.Rows.Slice((int)directory.FirstChild, (int)directory.ChildCount))
            {
                ref var child = ref inodes[(int)name.Inode];
                var special = (child.Flags & (LayerInodeFlags.Marker | LayerInodeFlags.LowerLink | LayerInodeFlags.Conditional)) != 0;
                conditional &= special;
                directory.Flags |= special || child.Hides ? LayerInodeFlags.HoldsSpecial : LayerInodeFlags.None;
                directory.Links += child.IsDirectory ? 1u : 0;
                directory.Flags |= child.Hides && BytesOf(name).SequenceEqual(Whiteout.Opaque) ? LayerInodeFlags.Opaque : LayerInodeFlags.None;
            }

            directory.Flags |= conditional ? LayerInodeFlags.Conditional : LayerInodeFlags.None;
        }
    }

    private ReadOnlySpan<byte> BytesOf(in LayerName name) => _tree.Text.Slice((int)name.Offset, (int)name.Length);

    private void MakeHeader()
    {
        _header = new LayerIndexHeader
        {
            Magic = LayerIndexHeader.CurrentMagic,
            InodeCount = _inodeCount,
            NameCount = _names.Count,
            SharedNameCount = _sharedNames.Count,
            LowerLinkCount = _lowerLinks.Count,
            TextLength = _tree.Text.Length,
            ExtrasLength = _tree.Extras.Length,
            ProblemsLength = _problems.Length,
            SeekLength = _seekIndex.Length,
        };
        if (_header.TotalLength > Limits.IndexBytesPerLayer)
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"the index of the layer has more than {Limits.IndexBytesPerLayer:N0} bytes");
        }
    }

    private static void Append(Stream stream, ReadOnlySpan<byte> section)
    {
        stream.Write(section);
        stream.Write(stackalloc byte[(int)(LayerIndexHeader.Pad(section.Length) - section.Length)]);
    }
}
