namespace OciFs.Compression.Tests;

public sealed class BlockCacheTests
{
    private const int Block = BlockCache.BlockSize;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(Block - 1, 1)]
    [InlineData((5 * Block) + 9, 5)]
    [InlineData(203 * Block, 203)]
    public void The_bound_is_kept_and_used_up(long capacity, int blocks)
    {
        using var cache = new BlockCache(capacity);
        Assert.Equal((long)blocks * Block, cache.Capacity);
        for (var i = 0; i < 10 * blocks; i++)
            Put(cache, new BlockKey(1, i));
        Assert.Equal(cache.Capacity, cache.Used);
        Assert.Equal(blocks, Enumerable.Range(0, 10 * blocks).Count(i => Has(cache, new BlockKey(1, i))));
    }

    [Fact]
    public void What_is_used_stays_longer()
    {
        using var cache = new BlockCache(4 * Block);
        Put(cache, new BlockKey(1, 0));
        for (var i = 1; i < 50; i++)
        {
            Assert.True(Has(cache, new BlockKey(1, 0)));
            Put(cache, new BlockKey(1, i));
        }
    }

    [Fact]
    public void A_pinned_block_is_not_taken_for_another()
    {
        using var cache = new BlockCache(2 * Block);
        Put(cache, new BlockKey(1, 0));
        var pinned = cache.Find(new BlockKey(1, 0))!;
        for (var i = 1; i < 20; i++)
            Put(cache, new BlockKey(1, i));
        Assert.Equal(0, pinned.Memory[0]);
        var other = cache.Find(new BlockKey(1, 19))!;
        Assert.Null(cache.Reserve(new BlockKey(1, 20))); // Nothing left to give.
        BlockCache.Release(pinned);
        BlockCache.Release(other);
        Put(cache, new BlockKey(1, 20));
    }

    [Fact]
    public void Two_that_bring_the_same_block_leave_one()
    {
        using var cache = new BlockCache(4 * Block);
        var key = new BlockKey(1, 7);
        var first = cache.Reserve(key)!;
        var second = cache.Reserve(key)!;
        first.Memory[0] = 1;
        second.Memory[0] = 2;
        cache.Publish(first, Block, wasRead: true);
        cache.Publish(second, Block, wasRead: true);
        BlockCache.Release(first);
        BlockCache.Release(second);
        Assert.Null(cache.Reserve(key));
        var found = cache.Find(key)!;
        Assert.Equal(1, found.Memory[0]);
        BlockCache.Release(found);
        for (var i = 10; i < 14; i++)
            Put(cache, new BlockKey(1, i)); // The second one's memory is used again.
        Assert.Equal(4 * Block, cache.Used);
    }

    [Fact]
    public void A_block_that_was_given_up_is_never_found()
    {
        using var cache = new BlockCache(0);
        var key = new BlockKey(1, 1);
        BlockCache.Release(cache.Reserve(key)!);
        Assert.Null(cache.Find(key));
        Put(cache, key);
        Assert.True(Has(cache, key));
    }

    [Fact]
    public void An_owner_that_goes_takes_only_its_own()
    {
        using var cache = new BlockCache(64 * Block);
        for (var i = 0; i < 10; i++)
        {
            Put(cache, new BlockKey(1, i));
            Put(cache, new BlockKey(2, i));
        }

        cache.Remove(1);
        Assert.Equal((0, 10), (Count(cache, 1), Count(cache, 2)));
    }

    [Fact]
    public void A_closed_cache_takes_nothing_and_spares_what_is_pinned()
    {
        var cache = new BlockCache(4 * Block);
        Put(cache, new BlockKey(1, 5));
        var pinned = cache.Find(new BlockKey(1, 5))!;
        cache.Dispose();
        cache.Dispose();
        Assert.Equal(5, pinned.Memory[0]);
        BlockCache.Release(pinned);
        Assert.Null(cache.Find(new BlockKey(1, 5)));
        Assert.Null(cache.Reserve(new BlockKey(1, 6)));
    }

    private static int Count(BlockCache cache, long owner) => Enumerable.Range(0, 10).Count(i => Has(cache, new BlockKey(owner, i)));

    private static void Put(BlockCache cache, BlockKey key)
    {
        var block = cache.Reserve(key);
        Assert.NotNull(block);
        block.Memory[0] = (byte)key.Block;
        cache.Publish(block, Block, wasRead: true);
        BlockCache.Release(block);
    }

    private static bool Has(BlockCache cache, BlockKey key)
    {
        var block = cache.Find(key);
        if (block is null)
            return false;
        Assert.Equal((byte)key.Block, block.Memory[0]);
        BlockCache.Release(block);
        return true;
    }
}
