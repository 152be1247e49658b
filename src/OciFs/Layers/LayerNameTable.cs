using System.Runtime.InteropServices;

namespace OciFs.Layers;

/// <summary>The names of a layer while its tree is built: a hash table by directory and name, and a chain of names for each directory.</summary>
/// <remarks>A slot stays when its name is removed (its inode is then <see cref="Absent"/>), so that a name that comes back finds it.</remarks>
internal sealed class LayerNameTable(ByteHeap text, int most)
{
    /// <summary>No such inode.</summary>
    public const uint Absent = uint.MaxValue;

    private readonly List<Slot> _slots = [];
    private uint[] _buckets = new uint[1024];

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
    public ref Slot this[uint slot] => ref CollectionsMarshal.AsSpan(_slots)[(int)slot];

    /// <summary>The bytes of a slot's name.</summary>
    public ReadOnlySpan<byte> NameOf(uint slot) => text.Slice(this[slot].Offset, this[slot].Length);

    /// <summary>Finds the slot of a name, also of a removed one.</summary>
    public bool TryFind(uint parent, ReadOnlySpan<byte> name, out uint slot)
    {
        var hash = HashOf(parent, name);
        for (var bucket = hash & (_buckets.Length - 1); _buckets[bucket] != 0; bucket = (bucket + 1) & (_buckets.Length - 1))
        {
            slot = _buckets[bucket] - 1;
            ref var candidate = ref this[slot];
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
        if (_slots.Count > _buckets.Length / 2)
        {
            Grow();
        }
        else
        {
            Place(slot, hash);
        }

        return slot;
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
        var bucket = hash & (_buckets.Length - 1);
        while (_buckets[bucket] != 0)
        {
            bucket = (bucket + 1) & (_buckets.Length - 1);
        }

        _buckets[bucket] = slot + 1;
    }

    private void Grow()
    {
        _buckets = new uint[_buckets.Length * 4];
        for (uint slot = 0; slot < _slots.Count; slot++)
        {
            Place(slot, this[slot].Hash);
        }
    }
}
