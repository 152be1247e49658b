namespace OciFs.Layers;

/// <summary>The names of a layer while its tree is built: a hash table by directory and name, and a chain of names for each directory.</summary>
/// <remarks>A slot stays when its name is removed (its inode is then <see cref="Absent"/>), so that a name that comes back finds it.</remarks>
/// <param name="text">Where the names' bytes are put; stays the caller's.</param>
/// <param name="most">How many slots there may be.</param>
/// <param name="folder">As for <see cref="ScratchMemory"/>.</param>
internal sealed class LayerNameTable(ByteHeap text, int most, CacheFolder? folder) : IDisposable
{
    /// <summary>No such inode.</summary>
    public const uint Absent = uint.MaxValue;

    private readonly ScratchTable<Slot> _slots = new(folder);
    private readonly ScratchTable<uint> _buckets = new(folder); // A power of two; a slot's number plus one, 0 for none. At most half of them are taken.

    /// <summary>One name. <see cref="Next"/> chains the slots of one directory, newest first.</summary>
    internal struct Slot
    {
        public uint Offset;
        public uint Parent;
        public uint Inode;
        public uint Next;
        public int Hash;
        public ushort Length;
    }

    /// <summary>Number of slots.</summary>
    public int Count => _slots.Count;

    /// <summary>A slot by number; valid until the next <see cref="Add"/>.</summary>
    public ref Slot this[uint slot] => ref _slots[slot];

    /// <summary>The bytes of a slot's name.</summary>
    public ReadOnlySpan<byte> NameOf(uint slot) => text.Slice(this[slot].Offset, this[slot].Length);

    /// <summary>Finds the slot of a name, also of a removed one.</summary>
    public bool TryFind(uint parent, ReadOnlySpan<byte> name, out uint slot)
    {
        var hash = HashOf(parent, name);
        var buckets = _buckets.Rows;
        var mask = buckets.Length - 1;
        for (var bucket = hash & mask; mask > 0 && buckets[bucket] != 0; bucket = (bucket + 1) & mask)
        {
            slot = buckets[bucket] - 1;
            ref var candidate = ref _slots[slot];
            if (candidate.Hash == hash && candidate.Parent == parent && text.Slice(candidate.Offset, candidate.Length).SequenceEqual(name))
            {
                return true;
            }
        }

        slot = 0;
        return false;
    }

    /// <summary>Adds a name that <see cref="TryFind"/> did not find.</summary>
    /// <param name="parent">The directory's inode.</param>
    /// <param name="name">At most <see cref="Whiteout.NameBytes"/> bytes.</param>
    /// <param name="head">The head of the directory's chain, updated.</param>
    public uint Add(uint parent, ReadOnlySpan<byte> name, ref uint head)
    {
        if (_slots.Count >= most)
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"the layer has more than {most:N0} entries");
        }

        var slot = (uint)_slots.Count;
        var hash = HashOf(parent, name);
        _slots.Add(new Slot
        {
            Offset = text.Add(name),
            Length = (ushort)name.Length,
            Parent = parent,
            Inode = Absent,
            Next = head,
            Hash = hash,
        });
        head = slot;
        if (_slots.Count > _buckets.Count / 2)
        {
            Grow();
        }
        else
        {
            Place(slot, hash);
        }

        return slot;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _slots.Dispose();
        _buckets.Dispose();
    }

    // Seeded anew in each process: a layer cannot be made that fills one bucket chain.
    private static int HashOf(uint parent, ReadOnlySpan<byte> name)
    {
        var hash = default(HashCode);
        hash.Add(parent);
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    private void Place(uint slot, int hash)
    {
        var buckets = _buckets.Rows;
        var mask = buckets.Length - 1;
        var bucket = hash & mask;
        while (buckets[bucket] != 0)
        {
            bucket = (bucket + 1) & mask;
        }

        buckets[bucket] = slot + 1;
    }

    private void Grow()
    {
        _buckets.Clear(Math.Max(1024, _buckets.Count * 2));
        for (uint slot = 0; slot < _slots.Count; slot++)
        {
            Place(slot, _slots[slot].Hash);
        }
    }
}
