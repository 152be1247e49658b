namespace OciFs.Compression;

/// <summary>What a cached block is: a reader's number, unique for the life of the cache, and the block's place in its stream.</summary>
internal readonly record struct BlockKey(long Owner, long Block)
{
    /// <summary>Spreads neighbouring blocks over shards.</summary>
    public int Shard(int count) => (int)(((ulong)Owner + (ulong)Block) % (ulong)count);
}
