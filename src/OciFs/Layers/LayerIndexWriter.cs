using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>Freezes a built tree: names sorted within their directories, inodes numbered breadth first, sections laid out for the index file.</summary>
/// <remarks>The numbering depends on the tar alone, so inode numbers are the same in every process that indexes the layer.</remarks>
internal sealed class LayerIndexWriter
{
    private readonly LayerTreeBuilder _tree;
    private readonly List<LayerInode> _inodes = [];
    private readonly List<LayerName> _names = [];
    private readonly uint[] _numberOf;

    private LayerIndexWriter(LayerTreeBuilder tree)
    {
        _tree = tree;
        _numberOf = new uint[tree.Inodes.Length];
        Array.Fill(_numberOf, LayerNameTable.Absent);
    }

    /// <summary>The index file's bytes.</summary>
    /// <param name="tree">The finished tree; not to be used afterwards.</param>
    /// <param name="seekIndex">Bytes of the <see cref="Compression.SeekIndex"/> of the layer.</param>
    public static byte[] Write(LayerTreeBuilder tree, ReadOnlySpan<byte> seekIndex)
    {
        var writer = new LayerIndexWriter(tree);
        writer.NumberInodes();
        writer.MarkDirectories();
        return writer.LayOut(seekIndex);
    }

    private void NumberInodes()
    {
        _inodes.Add(_tree.Inodes[(int)LayerIndex.Root]);
        _numberOf[LayerIndex.Root] = LayerIndex.Root;
        var slots = new List<uint>();
        for (var directory = 0; directory < _inodes.Count; directory++)
        {
            if (!_inodes[directory].IsDirectory)
            {
                continue;
            }

            slots.Clear();
            for (var slot = _inodes[directory].FirstChild; slot != LayerNameTable.Absent; slot = _tree.Names[slot].Next)
            {
                if (_tree.Names[slot].Inode != LayerNameTable.Absent)
                {
                    slots.Add(slot);
                }
            }

            slots.Sort((a, b) => _tree.Names.NameOf(a).SequenceCompareTo(_tree.Names.NameOf(b)));
            AddNames((uint)directory, slots);
        }

        NumberNamelessLinks();
    }

    /// <summary>A link to a lower layer whose name was taken again has described its target all the same.</summary>
    private void NumberNamelessLinks()
    {
        foreach (var link in _tree.LowerLinks)
        {
            if (_numberOf[link] == LayerNameTable.Absent)
            {
                _numberOf[link] = (uint)_inodes.Count;
                _inodes.Add(_tree.Inodes[(int)link]);
                At(_numberOf[link]).Name = LayerIndex.NoName;
            }
        }
    }

    private void AddNames(uint directory, List<uint> slots)
    {
        ref var parent = ref At(directory);
        parent.FirstChild = (uint)_names.Count;
        parent.ChildCount = (uint)slots.Count;
        parent.Data = 0;
        parent.Links = 0;
        foreach (var slot in slots)
        {
            ref var source = ref _tree.Names[slot];
            var number = _numberOf[source.Inode];
            if (number == LayerNameTable.Absent)
            {
                number = (uint)_inodes.Count;
                _numberOf[source.Inode] = number;
                _inodes.Add(_tree.Inodes[(int)source.Inode]);
                At(number).Name = (uint)_names.Count;
            }

            _names.Add(new LayerName { Offset = source.Offset, Length = source.Length, Inode = number, Parent = directory });
        }
    }

    /// <summary>From the leaves up (children are numbered behind their parents): what the merge needs to know of a directory at once.</summary>
    private void MarkDirectories()
    {
        for (var i = _inodes.Count - 1; i >= 0; i--)
        {
            if (!At((uint)i).IsDirectory)
            {
                continue;
            }

            ref var directory = ref At((uint)i);
            var conditional = (directory.Flags & LayerInodeFlags.Implied) != 0;
            directory.Flags &= ~LayerInodeFlags.Conditional;
            for (var name = directory.FirstChild; name < directory.FirstChild + directory.ChildCount; name++)
            {
                ref var child = ref At(_names[(int)name].Inode);
                var special = (child.Flags & (LayerInodeFlags.Marker | LayerInodeFlags.LowerLink | LayerInodeFlags.Conditional)) != 0;
                conditional &= special;
                directory.Flags |= special || child.Hides ? LayerInodeFlags.HoldsSpecial : LayerInodeFlags.None;
                directory.Links += child.IsDirectory ? 1u : 0;
                directory.Flags |= child.Hides && IsOpaque(_names[(int)name]) ? LayerInodeFlags.Opaque : LayerInodeFlags.None;
            }

            directory.Flags |= conditional ? LayerInodeFlags.Conditional : LayerInodeFlags.None;
        }
    }

    private bool IsOpaque(in LayerName name) => _tree.Text.Slice((int)name.Offset, (int)name.Length).SequenceEqual(Whiteout.Opaque);

    private ref LayerInode At(uint inode) => ref CollectionsMarshal.AsSpan(_inodes)[(int)inode];

    private List<uint> SharedNames()
    {
        var shared = new List<uint>();
        for (var name = 0; name < _names.Count; name++)
        {
            ref var inode = ref At(_names[name].Inode);
            if (!inode.IsDirectory && inode.Links > 1)
            {
                shared.Add((uint)name);
            }
        }

        shared.Sort((a, b) => (_names[(int)a].Inode, a).CompareTo((_names[(int)b].Inode, b)));
        return shared;
    }

    private byte[] LayOut(ReadOnlySpan<byte> seekIndex)
    {
        var shared = SharedNames();
        var lower = _tree.LowerLinks.Select(inode => _numberOf[inode]).ToList();
        var problems = _tree.Problems.ToUtf8();
        var header = new LayerIndexHeader
        {
            Magic = LayerIndexHeader.CurrentMagic,
            InodeCount = _inodes.Count,
            NameCount = _names.Count,
            SharedNameCount = shared.Count,
            LowerLinkCount = lower.Count,
            TextLength = _tree.Text.Length,
            ExtrasLength = _tree.Extras.Length,
            ProblemsLength = problems.Length,
            SeekLength = seekIndex.Length,
        };
        if (header.TotalLength > Limits.IndexBytesPerLayer)
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"the index of the layer has more than {Limits.IndexBytesPerLayer:N0} bytes");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)header.TotalLength, pinned: true);
        var rest = bytes.AsSpan(LayerIndexHeader.Length);
        Append(ref rest, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_inodes)));
        Append(ref rest, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_names)));
        Append(ref rest, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(shared)));
        Append(ref rest, MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(lower)));
        Append(ref rest, _tree.Text);
        Append(ref rest, _tree.Extras);
        Append(ref rest, problems);
        seekIndex.CopyTo(rest);
        MemoryMarshal.Write(bytes, header);
        header.Checksum = Compression.BlockChecksum.Compute(bytes.AsSpan(LayerIndexHeader.ChecksumStart));
        MemoryMarshal.Write(bytes, header);
        return bytes;
    }

    private static void Append(ref Span<byte> rest, ReadOnlySpan<byte> section)
    {
        section.CopyTo(rest);
        var padded = (int)LayerIndexHeader.Pad(section.Length);
        rest[section.Length..padded].Clear();
        rest = rest[padded..];
    }
}
