namespace OciFs.Compression;

/// <summary>
/// Decompressed and verified blocks of any number of <see cref="SeekableReader"/>s, within one bound of memory, and the bound of their decoders' memory.
/// Thread-safe. Whoever made it disposes it, after its readers. In steady state nothing is allocated.
/// </summary>
public sealed class BlockCache : IDisposable
{
    /// <summary>Bytes in a block.</summary>
    public const int BlockSize = 1 << SeekIndexBuilder.BlockBits;

    /// <summary>Bytes of decoders where nobody says more: what some hundred of gzip take, or three of zstd at its strongest ordinary level (8 MiB of window).</summary>
    public const long DefaultDecoderBytes = 48 << 20;

    private const int MostShards = 16;

    /// <summary>In smaller shards a few pinned blocks would leave no choice.</summary>
    private const int LeastShardBlocks = 8;

    private readonly BlockCacheShard[] _shards;
    private long _lastOwner;
    private long _hits;
    private long _fills;

    /// <summary>An empty cache; memory is taken as blocks come.</summary>
    /// <param name="capacity">Bound in bytes; one block at least is kept.</param>
    /// <param name="decoderCapacity">
    /// Bound of the memory of all decoders that live, in bytes. Beyond it those not used for longest go; a zstd window that has no room in it is decoded by one
    /// decoder at a time.
    /// </param>
    public BlockCache(long capacity, long decoderCapacity = DefaultDecoderBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decoderCapacity);
        Decoders = new DecoderBudget(decoderCapacity);
        var blocks = (int)Math.Clamp(capacity / BlockSize, 1, Array.MaxLength / 2);
        _shards = new BlockCacheShard[Math.Clamp(blocks / LeastShardBlocks, 1, MostShards)];
        for (var i = 0; i < _shards.Length; i++)
            _shards[i] = new BlockCacheShard((int)(((long)blocks * (i + 1) / _shards.Length) - ((long)blocks * i / _shards.Length)));
        Capacity = (long)blocks * BlockSize;
    }

    /// <summary>The bound, in bytes.</summary>
    public long Capacity { get; }

    /// <summary>Memory taken so far, in bytes.</summary>
    public long Used => _shards.Sum(shard => (long)shard.Filled) * BlockSize;

    /// <summary>The bound of decoders' memory, in bytes.</summary>
    public long DecoderCapacity => Decoders.Capacity;

    /// <summary>Memory of the decoders that live, in bytes.</summary>
    public long DecoderBytes => Decoders.Used;

    /// <summary>Blocks that were asked for and found.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>Blocks that were decoded and put in.</summary>
    public long Fills => Interlocked.Read(ref _fills);

    /// <summary>What its readers have read and decoded.</summary>
    public ReadCounters Reads { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shard in _shards)
            shard.Close();
    }

    /// <summary>Bounds the decoders of all readers.</summary>
    internal DecoderBudget Decoders { get; }

    /// <summary>A number for a reader's keys.</summary>
    internal long NewOwner() => Interlocked.Increment(ref _lastOwner);

    /// <summary>The block, pinned until <see cref="Release"/>, if it is here.</summary>
    internal CachedBlock? Find(BlockKey key)
    {
        var block = Shard(key).Find(key);
        if (block is not null)
            Interlocked.Increment(ref _hits);
        return block;
    }

    /// <inheritdoc cref="BlockCacheShard.Reserve"/>
    internal CachedBlock? Reserve(BlockKey key) => Shard(key).Reserve(key);

    /// <inheritdoc cref="BlockCacheShard.Publish"/>
    internal void Publish(CachedBlock block, int length, bool wasRead)
    {
        Interlocked.Increment(ref _fills);
        Shard(block.Key).Publish(block, length, wasRead);
    }

    /// <summary>Ends a pin; a reserved block that was not published is free again.</summary>
    internal static void Release(CachedBlock block) => Interlocked.Decrement(ref block.Pins);

    /// <summary>Forgets the blocks of one owner.</summary>
    internal void Remove(long owner)
    {
        foreach (var shard in _shards)
            shard.Remove(owner);
    }

    private BlockCacheShard Shard(BlockKey key) => _shards[key.Shard(_shards.Length)];
}
