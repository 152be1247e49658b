namespace OciFs.Compression;

/// <summary>
/// One part of the cache under one lock: a table and a clock (second-chance replacement). Slots get their memory when first used.
/// </summary>
internal sealed class BlockCacheShard(int capacity)
{
    private readonly Lock gate = new();
    private readonly Dictionary<BlockKey, CachedBlock> table = new(capacity);
    private readonly CachedBlock?[] slots = new CachedBlock?[capacity];
    private int hand;
    private int filled;
    private bool closed;

    /// <summary>Slots that have memory.</summary>
    public int Filled => Volatile.Read(ref filled);

    /// <summary>The block, pinned, if it is here.</summary>
    public CachedBlock? Find(BlockKey key)
    {
        lock (gate)
        {
            if (!table.TryGetValue(key, out var block))
                return null;
            block.Pins++;
            block.WasUsed = true;
            return block;
        }
    }

    /// <summary>A slot to fill, pinned and not to be found yet; null if the block is here already or every slot is pinned.</summary>
    public CachedBlock? Reserve(BlockKey key)
    {
        lock (gate)
        {
            if (closed || table.ContainsKey(key))
                return null;
            var block = filled < slots.Length ? slots[filled++] = new CachedBlock() : Evict();
            if (block is null)
                return null;
            block.Pins = 1;
            block.Key = key;
            return block;
        }
    }

    /// <summary>Lets readers find a reserved block that has been filled; of two that hold the same the first stays.</summary>
    public void Publish(CachedBlock block, int length)
    {
        lock (gate)
        {
            block.Length = length;
            block.WasUsed = false;
            block.IsPublished = !closed && table.TryAdd(block.Key, block);
        }
    }

    /// <summary>Forgets the blocks of one owner; their memory stays for others.</summary>
    public void Remove(long owner)
    {
        lock (gate)
        {
            foreach (var block in slots.AsSpan(0, filled))
            {
                if (block!.IsPublished && block.Key.Owner == owner)
                    Withdraw(block);
            }
        }
    }

    /// <summary>Forgets all and frees what is not pinned; what is goes when the last reader lets the object go.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            table.Clear();
            foreach (var block in slots.AsSpan(0, filled))
            {
                if (Volatile.Read(ref block!.Pins) == 0)
                    block.Dispose();
            }

            Array.Clear(slots);
            filled = 0;
        }
    }

    /// <summary>The next slot that is not pinned and was not used since the hand last passed; two rounds clear every such mark.</summary>
    private CachedBlock? Evict()
    {
        for (var steps = 2 * slots.Length; steps > 0; steps--)
        {
            var block = slots[hand]!;
            hand = hand + 1 == slots.Length ? 0 : hand + 1;
            if (Volatile.Read(ref block.Pins) > 0)
                continue;
            if (block.IsPublished && block.WasUsed)
            {
                block.WasUsed = false;
                continue;
            }

            Withdraw(block);
            return block;
        }

        return null;
    }

    private void Withdraw(CachedBlock block)
    {
        if (block.IsPublished)
            table.Remove(block.Key);
        block.IsPublished = false;
    }
}
