using System.Diagnostics;
using OciFs.Descriptors;
using OciFs.Layers;
using OciFs.References;
using OciFs.Stores;
using OciFs.Tests.Bounds;

namespace OciFs.Tests.Layers;

/// <summary>Who closes a store does not wait for the first passes under way, however long they would last, and they are no problem of the image's.</summary>
public sealed class ClosingTests
{
    private const long Tebibyte = 1L << 40;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    private static readonly LayerClaim Layer = new(Digest.Parse("sha256:" + new string('0', 64)), Tebibyte, null, null);

    [Fact]
    public void ALongLayer() => CloseWhileReading(new LongBlob([], Tebibyte), pool => pool.Get(Layer).Start());

    [Fact]
    public void ALongBlob() => CloseWhileReading(new LongBlob([], Tebibyte), pool =>
    {
        var waiting = Assert.Throws<NotReadyException>(() => pool.GetBlob(Layer.Digest).ReadAt(0, new byte[1]));
        return waiting.Ready;
    });

    /// <summary>A chunk of the blob that decodes for minutes.</summary>
    [Fact]
    public void ALayerThatExpands()
    {
        var bomb = Bomb.Zstd(Bomb.HeadOf("file", Tebibyte / 4), Tebibyte / 4);
        CloseWhileReading(new LongBlob(bomb, bomb.Length), pool => pool.Get(Layer with { Size = bomb.Length }).Start());
    }

    /// <summary>More than there are turns for.</summary>
    [Fact]
    public void LayersThatWaitForTheirTurn() => CloseWhileReading(new LongBlob([], Tebibyte), pool => Task.WhenAll(
        Enumerable.Range(0, 4 * Limits.FirstPassesAtOnce).Select(i => pool.Get(Layer with { Digest = Digest.Parse($"sha256:{i:x64}") }).Start())));

    private static void CloseWhileReading(LongBlob blob, Func<LayerPool, Task> start)
    {
        using var store = new OneBlobStore(blob);
        using var memory = new MemoryBudget(Limits.LeastMemoryBytes);
        var pool = new LayerPool(store, new LayerIndexCache(null, Assert.Fail), memory);
        var problems = 0;
        pool.ProblemsChanged += _ => Interlocked.Increment(ref problems);
        var pass = start(pool);
        Assert.True(blob.IsRead.Wait(TimeSpan.FromSeconds(30)));
        Assert.False(pass.Wait(TimeSpan.FromMilliseconds(200)), "the pass is too short");
        var watch = Stopwatch.StartNew();
        pool.Dispose();
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Moment);
        Assert.True(SpinWait.SpinUntil(() => pass.IsCompleted, TimeSpan.FromSeconds(30)));
        Assert.Equal(OciFsError.Unavailable, Assert.IsType<OciFsException>(pass.Exception?.InnerException).Error);
        Assert.Empty(pool.ProblemsOf(Layer));
        Assert.Equal(0, problems);
    }

    /// <summary>A head, then zeros.</summary>
    private sealed class LongBlob(byte[] head, long length) : IBlob
    {
        public ManualResetEventSlim IsRead { get; } = new();

        public long Length => length;

        public int ReadAt(long offset, Span<byte> destination)
        {
            IsRead.Set();
            var count = (int)Math.Min(destination.Length, length - offset);
            destination[..count].Clear();
            if (offset < head.Length)
                head.AsSpan((int)offset, (int)Math.Min(count, head.Length - offset)).CopyTo(destination);
            return count;
        }

        public void Dispose()
        {
        }
    }

    private sealed class OneBlobStore(IBlob blob) : IStore
    {
        public string Source => "memory";

        public StoreTraits Traits => StoreTraits.None;

        public StoreListing List() => new() { Images = [] };

        public IBlob OpenBlob(Digest digest) => blob;

        public IReadOnlyList<BlobInfo> ListBlobs() => [];

        public bool TryGetBlobSize(Digest digest, out long size)
        {
            size = blob.Length;
            return true;
        }

        public LayerForm FormOf(in LayerClaim layer) => LayerForm.Blob;

        public StoredLayer OpenLayer(in LayerClaim layer) => StoredLayer.OfBlob(this, layer);

        public ReadOnlyMemory<byte>? MakeManifest(Descriptor config) => null;

        public void Dispose()
        {
        }
    }
}
