using OciFs.Compression.Tests.Gzip;

namespace OciFs.Compression.Tests;

public sealed class SeekableReaderTests
{
    private const int Block = BlockCache.BlockSize;

    private static readonly byte[] Plain = Samples.Mixed(5_000_000);
    private static readonly byte[] Compressed = Members.Gzip(Plain);
    private static readonly SeekIndex Index = Reading.Index(Compressed);

    [Fact]
    public void Reads_end_where_the_stream_ends()
    {
        using var cache = new BlockCache(1 << 20);
        using var reader = new SeekableReader(new ArraySource(Compressed), Index, cache);
        var buffer = new byte[100];
        Assert.Equal(100, reader.ReadAt(Plain.Length - 100, buffer));
        Assert.Equal(30, reader.ReadAt(Plain.Length - 30, buffer));
        Assert.Equal(0, reader.ReadAt(Plain.Length, buffer));
        Assert.Equal(0, reader.ReadAt(long.MaxValue, buffer));
        Assert.Equal(0, reader.ReadAt(5, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.ReadAt(-1, buffer));
    }

    [Fact]
    public void All_at_once()
    {
        using var cache = new BlockCache(1 << 20);
        using var reader = new SeekableReader(new ArraySource(Compressed), Index, cache);
        var all = new byte[Plain.Length + 1];
        Assert.Equal(Plain.Length, reader.ReadAt(0, all));
        Assert.True(all.AsSpan(0, Plain.Length).SequenceEqual(Plain));
    }

    [Fact]
    public void An_empty_stream_has_nothing_to_read()
    {
        var empty = Members.Gzip([]);
        using var cache = new BlockCache(1 << 20);
        using var reader = new SeekableReader(new ArraySource(empty), Reading.Index(empty), cache);
        Assert.Equal(0, reader.Length);
        Assert.Equal(0, reader.ReadAt(0, new byte[10]));
    }

    [Theory]
    [InlineData(0)] // One block.
    [InlineData(3 * Block)]
    [InlineData(64L * Block)]
    public void Eight_threads_read_at_once(long capacity)
    {
        using var cache = new BlockCache(capacity);
        using var reader = new SeekableReader(new ArraySource(Compressed), Index, cache);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => Reading.CompareRandomReads(reader, Plain, 150, i));
        Assert.InRange(cache.Used, Block, Math.Max(Block, capacity));
    }

    [Fact]
    public void Readers_of_other_streams_share_a_cache_and_not_their_blocks()
    {
        var other = Samples.Random(3, 2_000_000);
        var otherCompressed = Members.Gzip(other, 1);
        using var cache = new BlockCache(8 * Block);
        using var first = new SeekableReader(new ArraySource(Compressed), Index, cache);
        using var second = new SeekableReader(new ArraySource(otherCompressed), Reading.Index(otherCompressed), cache);
        Parallel.Invoke(
            () => Reading.CompareRandomReads(first, Plain, 200, 1),
            () => Reading.CompareRandomReads(second, other, 200, 2));
    }

    [Fact]
    public void A_sequential_reader_decodes_every_byte_once()
    {
        var source = new CountingSource(Compressed);
        using var cache = new BlockCache(2 * Block);
        using var reader = new SeekableReader(source, Index, cache);
        var buffer = new byte[10_000];
        for (long at = 0; at < Plain.Length; at += buffer.Length)
            Assert.Equal(Math.Min(buffer.Length, Plain.Length - at), reader.ReadAt(at, buffer));
        Assert.Equal((Plain.Length + Block - 1) / Block, cache.Fills);
        Assert.Equal(Compressed.Length, source.BytesRead);
    }

    [Fact]
    public void What_a_forward_reader_will_want_is_decoded_before()
    {
        Assert.SkipUnless(Environment.ProcessorCount > 1, "on one core nothing is decoded ahead");
        var source = new CountingSource(Compressed);
        using var cache = new BlockCache(100 * Block);
        using var reader = new SeekableReader(source, Index, cache);
        for (var block = 0; block < 10; block++)
            reader.ReadAt((long)block * Block, new byte[100]);

        // Two spans of about four blocks behind the span of the tenth block at least.
        Assert.True(SpinWait.SpinUntil(() => cache.Fills >= 16, TimeSpan.FromSeconds(30)), $"only {cache.Fills} blocks are decoded");
        source.Fails = true;
        var ahead = new byte[Block];
        Assert.Equal(Block, reader.ReadAt(12 * Block, ahead));
        Assert.True(ahead.AsSpan().SequenceEqual(Plain.AsSpan(12 * Block, Block)));
    }

    [Fact]
    public void What_fails_ahead_is_told_to_who_reads_it()
    {
        var source = new ArraySource([.. Compressed]);
        using var cache = new BlockCache(100 * Block);
        using var reader = new SeekableReader(source, Index, cache);
        var point = Index.Points[Index.PointBefore(16 * Block)];
        source.Bytes.AsSpan((int)(point.InputBit / 8) + 2000, 5000).Fill(0x55);
        var buffer = new byte[Block];
        var failures = 0;
        for (long at = 0; at < Plain.Length; at += Block)
        {
            try
            {
                var read = reader.ReadAt(at, buffer);
                Assert.True(buffer.AsSpan(0, read).SequenceEqual(Plain.AsSpan((int)at, read)));
            }
            catch (CompressedDataException)
            {
                failures++;
            }
        }

        Assert.InRange(failures, 1, 10);
    }

    [Fact]
    public void Who_reads_here_and_there_has_nothing_decoded_ahead()
    {
        using var cache = new BlockCache(100 * Block);
        using var reader = new SeekableReader(new ArraySource(Compressed), Index, cache);
        foreach (var block in new long[] { 36, 30, 24, 18, 12, 6, 33, 27, 21, 15, 9, 3 })
            reader.ReadAt(block * Block, new byte[100]);
        var fills = cache.Fills;
        Thread.Sleep(200);
        Assert.Equal(fills, cache.Fills);
    }

    [Fact]
    public void Threads_that_want_the_same_blocks_decode_them_once()
    {
        using var cache = new BlockCache(100 * Block);
        using var reader = new SeekableReader(new ArraySource(Compressed), Index, cache);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            var all = new byte[Plain.Length];
            Assert.Equal(Plain.Length, reader.ReadAt(0, all));
            Assert.True(all.AsSpan().SequenceEqual(Plain));
        });
        Assert.Equal((Plain.Length + Block - 1) / Block, cache.Fills);
    }

    [Fact]
    public void A_block_that_is_cached_is_not_decoded_again()
    {
        var source = new CountingSource(Compressed);
        using var cache = new BlockCache(100 * Block);
        using var reader = new SeekableReader(source, Index, cache);
        Reading.CompareRandomReads(reader, Plain, 300, 4);
        reader.ReadAt(0, new byte[Plain.Length]);
        var (before, fills) = (source.BytesRead, cache.Fills);
        Reading.CompareRandomReads(reader, Plain, 300, 5);
        Assert.Equal((before, fills), (source.BytesRead, cache.Fills));
    }

    [Fact]
    public void A_source_that_changed_is_never_handed_out_and_recovers()
    {
        var source = new ArraySource([.. Compressed]);
        using var cache = new BlockCache(0);
        using var reader = new SeekableReader(source, Index, cache);
        var random = new Random(10);
        for (var round = 0; round < 40; round++)
        {
            var damaged = random.Next(Compressed.Length - 3000);
            foreach (ref var octet in source.Bytes.AsSpan(damaged, 1 + random.Next(3000)))
                octet ^= (byte)(1 + random.Next(255));
            Assert.InRange(CountFailures(reader), 1, 20);
            Compressed.CopyTo(source.Bytes.AsSpan());
        }

        Reading.CompareRandomReads(reader, Plain, 50, 6);
    }

    [Fact]
    public void A_source_that_cannot_be_read_throws_its_own_exception_and_recovers()
    {
        var source = new CountingSource(Compressed) { Fails = true };
        using var cache = new BlockCache(0);
        using var reader = new SeekableReader(source, Index, cache);
        for (var i = 0; i < 10; i++)
            Assert.Throws<IOException>(() => reader.ReadAt(i * 300_000, new byte[10]));
        source.Fails = false;
        Reading.CompareRandomReads(reader, Plain, 50, 7);
    }

    [Fact]
    public void Reads_allocate_nothing_once_warm()
    {
        using var cache = new BlockCache(6 * Block);
        using var reader = new SeekableReader(new ArraySource(Compressed), Index, cache);
        var buffer = new byte[Block];
        var random = new Random(9);
        for (var i = 0; i < 200; i++)
            reader.ReadAt(random.Next(Plain.Length), buffer);
        var fills = cache.Fills;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++)
            reader.ReadAt(random.Next(Plain.Length), buffer);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(cache.Fills > fills + 500, "blocks were decoded, not found");
    }

    [Fact]
    public async Task Dispose_waits_for_reads_and_gives_the_blocks_back()
    {
        using var cache = new BlockCache(8 * Block);
        for (var round = 0; round < 20; round++)
        {
            var reader = new SeekableReader(new ArraySource(Compressed), Index, cache);
            var reads = Enumerable.Range(0, 4).Select(i => Task.Run(() =>
                Assert.Throws<ObjectDisposedException>(() => Reading.CompareRandomReads(reader, Plain, int.MaxValue, i)))).ToArray();
            while (cache.Hits < 20 * (round + 1))
                Thread.Yield();
            reader.Dispose();
            reader.Dispose();
            await Task.WhenAll(reads);
        }

        Assert.InRange(cache.Used, 1, 8 * Block);
    }

    /// <summary>Reads every block; those that are read must be right.</summary>
    private static int CountFailures(SeekableReader reader)
    {
        var failures = 0;
        var buffer = new byte[Block];
        for (var at = 0; at < Plain.Length; at += Block)
        {
            try
            {
                var read = reader.ReadAt(at, buffer);
                Assert.True(buffer.AsSpan(0, read).SequenceEqual(Plain.AsSpan(at, read)));
            }
            catch (CompressedDataException)
            {
                failures++;
            }
        }

        return failures;
    }
}
