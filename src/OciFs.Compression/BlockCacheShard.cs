namespace OciFs.Compression;

/// <summary>
/// One part of the cache under one lock: a table and a clock (second-chance replacement). Slots get their memory when first used.
/// </summary>
internal sealed class BlockCacheShard(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<BlockKey, CachedBlock> _table = new(capacity);
    private readonly CachedBlock?[] _slots = new CachedBlock?[capacity];
    private int _hand;
    private int _filled;
    private bool _closed;

    /// <summary>Slots that have memory.</summary>
    public int Filled => Volatile.Read(ref _filled);

    /// <summary>The block, pinned, if it is here.</summary>
    public CachedBlock? Find(BlockKey key)
    {
        lock (_gate)
        {
            if (!_table.TryGetValue(key, out var block))
                return null;
            block.Pins++;
            block.WasUsed = true;
            return block;
        }
    }

    /// <summary>A slot to fill, pinned and not to be found yet; null if the block is here already or every slot is pinned.</summary>
    public CachedBlock? Reserve(BlockKey key)
    {
        lock (_gate)
        {
            if (_closed || _table.ContainsKey(key))
                return null;
            var block = _filled < _slots.Length ? _slots[_filled] = new CachedBlock() : Evict();
            if (block is null)
                return null;
            if (_filled < _slots.Length)
                _filled++;
            block.Pins = 1;
            block.Key = key;
            return block;
        }
    }

    /// <summary>Lets readers find a reserved block that has been filled; of two that hold the same the first stays.</summary>
    /// <param name="block">The block.</param>
    /// <param name="length">Bytes that are valid.</param>
    /// <param name="wasRead">Whether somebody has had what he wanted of it. What nobody has read yet goes later.</param>
    public void Publish(CachedBlock block, int length, bool wasRead)
    {
        lock (_gate)
        {
            block.Length = length;
            block.WasUsed = !wasRead;
            block.IsPublished = !_closed && _table.TryAdd(block.Key, block);
        }
    }

    /// <summary>Forgets the blocks of one owner; their memory stays for others.</summary>
    public void Remove(long owner)
    {
        lock (_gate)
        {
            foreach (var block in _slots.AsSpan(0, _filled))
            {
                if (block!.IsPublished && block.Key.Owner == owner)
                    Withdraw(block);
            }
        }
    }

    /// <summary>Forgets all and frees what is not pinned; what is goes when the last reader lets the object go.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _table.Clear();
            foreach (var block in _slots.AsSpan(0, _filled))
            {
                if (Volatile.Read(ref block!.Pins) == 0)
                    block.Dispose();
            }

            Array.Clear(_slots);
            _filled = 0;
        }
    }

    /// <summary>The next slot that is not pinned and was not used since the hand last passed; two rounds clear every such mark.</summary>
    private CachedBlock? Evict()
    {
        for (var steps = 2 * _slots.Length; steps > 0; steps--)
        {
            var block = _slots[_hand]!;
            _hand = _hand + 1 == _slots.Length ? 0 : _hand + 1;
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
            _table.Remove(block.Key);
        block.IsPublished = false;
    }
}
