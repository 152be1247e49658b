using System.Diagnostics;
using OciFs.Compression.Tests.Gzip;

namespace OciFs.Compression.Tests;

/// <summary>What the decoders of all streams take together, whatever is read by however many.</summary>
public sealed class DecoderBudgetTests
{
    private const long Mebibyte = 1 << 20;

    private static readonly byte[] Plain = Samples.Mixed(3_000_000);

    [Theory]
    [InlineData(2)] // Less than one zstd decoder of a usual window: one lives.
    [InlineData(16)]
    public void Decoders_of_many_streams_stay_within_one_bound(long mebibytes)
    {
        using var cache = new BlockCache(0, mebibytes * Mebibyte);
        var gzip = Members.Gzip(Plain);
        var zstd = Zstd(Plain, "-3");
        var readers = Enumerable.Range(0, 12).Select(i => Open(i % 2 == 0 ? gzip : zstd, cache)).ToArray();
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i => Reading.CompareRandomReads(readers[i % readers.Length], Plain, 20, i));
        Assert.InRange(cache.DecoderBytes, 1, Math.Max(mebibytes * Mebibyte, 8 * Mebibyte));
        Array.ForEach(readers, reader => reader.Dispose());
        Assert.Equal(0, cache.DecoderBytes);
    }

    [Fact]
    public void A_window_without_room_is_decoded_by_one_decoder_of_its_kind()
    {
        using var cache = new BlockCache(0, 2 * Mebibyte);
        var plain = Samples.Mixed(20_000_000);
        var large = Zstd(plain, "-1", "--long=26");
        var gzip = Members.Gzip(Plain);
        var readers = Enumerable.Range(0, 4).Select(_ => Open(large, cache)).ToArray();
        using var other = Open(gzip, cache);
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Reading.CompareRandomReads(i < 6 ? readers[i % 4] : other, i < 6 ? plain : Plain, 6, i);
        });

        // One of a window of 64 MiB, and what seek points have of it; four would be more than that.
        Assert.InRange(cache.DecoderBytes, 1, 150 * Mebibyte);
        Array.ForEach(readers, reader => reader.Dispose());
    }

    [Fact]
    public async Task A_source_that_does_not_answer_holds_up_its_own_stream_only()
    {
        using var cache = new BlockCache(0, 2 * Mebibyte);
        var gzip = Members.Gzip(Plain);
        using var held = new ManualResetEventSlim();
        var slow = new SeekableReader(new HeldSource(gzip, held), Reading.Index(gzip), cache);
        var waiting = Enumerable.Range(0, 16).Select(i => Task.Factory.StartNew(() => Reading.CompareRandomReads(slow, Plain, 3, i), TaskCreationOptions.LongRunning)).ToArray();
        using (var other = Open(gzip, cache))
        {
            Reading.CompareRandomReads(other, Plain, 50, 1);
            Assert.DoesNotContain(waiting, task => task.IsCompleted);
        }

        held.Set();
        await Task.WhenAll(waiting);
        slow.Dispose();
    }

    private static SeekableReader Open(byte[] compressed, BlockCache cache) => new(new ArraySource(compressed), Reading.Index(compressed), cache);

    private static byte[] Zstd(byte[] plain, params string[] options)
    {
        using var process = Process.Start(new ProcessStartInfo("zstd", [.. options, "-q", "-c"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        var written = Task.Run(() =>
        {
            using var input = process.StandardInput.BaseStream;
            input.Write(plain);
        });
        using var compressed = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(compressed);
        written.Wait();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return compressed.ToArray();
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
