using OciFs.Compression.Tests.Gzip;

namespace OciFs.Compression.Tests;

/// <summary>
/// Many threads over streams of every format with far less memory than they want: sources fail now and then, readers are disposed of while others read.
/// What is read is compared with what was compressed; at the end nothing is counted and nobody waits.
/// </summary>
public sealed class DecoderStressTests
{
    private const int Threads = 16;

    // Who waits for ever is told by this; ten times what a slow machine takes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Of each thread; OCIFS_STRESS makes a longer run.
    private static readonly int Turns = int.Parse(Environment.GetEnvironmentVariable("OCIFS_STRESS") ?? "150");

    private static readonly byte[] Plain = Samples.Mixed(3_000_000);

    private static readonly (byte[] Bytes, SeekIndex Index)[] Streams =
    [
        .. ((byte[][])[Plain, Members.Gzip(Plain), ZstdCli.CompressFile(Plain, "-3"), ZstdCli.CompressFile(Plain, "-1 --long=22")])
            .Select(bytes => (bytes, Reading.Index(bytes))),
    ];

    [Theory]
    [InlineData(0, 1 << 20)] // One block, and not even one decoder of zstd.
    [InlineData(1 << 20, 6 << 20)] // A few of them, of which a stream may have one.
    public async Task Streams_that_fail_and_end_give_right_bytes_and_all_memory_back(long blocks, long decoders)
    {
        using var cache = new BlockCache(blocks, decoders);
        Slot[] slots = [.. Enumerable.Range(0, 10).Select(i => new Slot(Streams[i % Streams.Length], i % 3 == 0, cache))];
        Task[] readers = [.. Enumerable.Range(0, Threads).Select(seed => Task.Factory.StartNew(
            () => Read(slots, seed), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        await Task.WhenAll(readers).WaitAsync(Patience, TestContext.Current.CancellationToken);
        Array.ForEach(slots, slot => slot.Current.Dispose());
        Assert.Equal(0, cache.DecoderBytes);
    }

    [Fact]
    public async Task Who_disposes_second_waits_for_reads_as_well()
    {
        using var cache = new BlockCache(0);
        using var held = new ManualResetEventSlim();
        var (bytes, index) = Streams[1];
        var reader = new SeekableReader(new HeldSource(bytes, held), index, cache);
        var read = Task.Factory.StartNew(() => Reading.CompareRandomReads(reader, Plain, 1, 1), TaskCreationOptions.LongRunning);
        Assert.True(SpinWait.SpinUntil(() => cache.DecoderBytes > 0, Patience));
        Assert.False(reader.TryDispose(TimeSpan.Zero));
        var second = Task.Factory.StartNew(reader.Dispose, TaskCreationOptions.LongRunning);
        Assert.False(reader.TryDispose(TimeSpan.Zero));
        held.Set();
        await read;
        await second;
        Assert.Equal(0, cache.DecoderBytes);
    }

    private static void Read(Slot[] slots, int seed)
    {
        var random = new Random(seed);
        var buffer = new byte[300_000];
        for (var turn = 0; turn < Turns; turn++)
        {
            var slot = slots[random.Next(slots.Length)];
            if (random.Next(40) == 0)
                slot.Renew();
            var offset = random.Next(Plain.Length);
            var wanted = buffer.AsSpan(0, random.Next(4) == 0 ? random.Next(buffer.Length) : random.Next(4096));
            try
            {
                var count = slot.Current.ReadAt(offset, wanted);
                Assert.Equal(Math.Min(wanted.Length, Plain.Length - offset), count);
                Assert.True(wanted[..count].SequenceEqual(Plain.AsSpan(offset, count)), $"at {offset}+{count}");
            }
            catch (Exception error) when (error is ObjectDisposedException or SourceFailedException)
            {
                // Another has renewed the slot, or its source fails now.
            }
        }
    }

    private sealed class SourceFailedException() : IOException("now and then");

    /// <summary>A reader that is replaced while others use it.</summary>
    private sealed class Slot((byte[] Bytes, SeekIndex Index) stream, bool fails, BlockCache cache)
    {
        private SeekableReader _current = Open(stream, fails, cache);

        public SeekableReader Current => Volatile.Read(ref _current);

        public void Renew() => Interlocked.Exchange(ref _current, Open(stream, fails, cache)).Dispose();

        private static SeekableReader Open((byte[] Bytes, SeekIndex Index) stream, bool fails, BlockCache cache) =>
            new(fails ? new FailingSource(stream.Bytes) : new ArraySource(stream.Bytes), stream.Index, cache);
    }

    private sealed class FailingSource(byte[] bytes) : IByteSource
    {
        private readonly ArraySource _bytes = new(bytes);
        private int _reads;

        public long Length => _bytes.Length;

        public int ReadAt(long offset, Span<byte> destination) =>
            Interlocked.Increment(ref _reads) % 7 == 0 ? throw new SourceFailedException() : _bytes.ReadAt(offset, destination);
    }

    private sealed class HeldSource(byte[] bytes, ManualResetEventSlim released) : IByteSource
    {
        private readonly ArraySource _bytes = new(bytes);

        public long Length => _bytes.Length;

        public int ReadAt(long offset, Span<byte> destination)
        {
            released.Wait();
            return _bytes.ReadAt(offset, destination);
        }
    }
}
