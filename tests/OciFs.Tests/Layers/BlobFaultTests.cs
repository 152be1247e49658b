using OciFs.Compression;
using OciFs.Layers;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;
using OciFs.References;
using OciFs.Stores;
using Descriptor = OciFs.Descriptors.Descriptor;

namespace OciFs.Tests.Layers;

/// <summary>
/// Each read of a layer's blob fails in each way, in the first pass and later: what comes is the right bytes or a typed error, nothing is left open, and
/// when the fault is over all is there again.
/// </summary>
public sealed class BlobFaultTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 600_000).Select(i => (byte)((i * 31) ^ (i >> 7) ^ (i * i >> 11)))];
    private static readonly byte[] Tar = LayerBuilder.Tar([TestEntry.File("small", "some content"), TestEntry.File("large") with { Content = FileContent.Of(Content) }]);

    public static TheoryData<LayerCompression, Fault> Faults => [.. from compression in Enum.GetValues<LayerCompression>() from fault in Enum.GetValues<Fault>() select (compression, fault)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void AtEveryReadOfTheFirstPass(LayerCompression compression, Fault fault)
    {
        var whole = LayerBlob.Of(Tar, compression).Bytes;
        for (int at = 0, reads = 1; at < reads; at++)
        {
            foreach (var stays in (bool[])[false, true])
            {
                using var store = new FaultyStore(whole);
                using var memory = Uncached();
                using (var pool = new LayerPool(store, new LayerIndexCache(null, Assert.Fail), memory))
                {
                    store.Blob.Restart(at, fault, stays);
                    try
                    {
                        Check(Open(pool, store), fails: false);
                    }
                    catch (OciFsException error)
                    {
                        Assert.Contains(error.Error, (OciFsError[])[OciFsError.Unavailable, OciFsError.DigestMismatch, OciFsError.Invalid]);
                        Assert.Equal(error.Message, Assert.Single(pool.ProblemsOf(store.Claim)));
                    }

                    reads = Math.Max(reads, Math.Min(store.Blob.Reads, 24));
                }

                Assert.Equal(0, store.Blob.Open);
            }
        }

        using var sound = new FaultyStore(whole);
        using var spare = Uncached();
        using var after = new LayerPool(sound, new LayerIndexCache(null, Assert.Fail), spare);
        Check(Open(after, sound), fails: false);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void AtEveryLaterRead(LayerCompression compression, Fault fault)
    {
        using var store = new FaultyStore(LayerBlob.Of(Tar, compression).Bytes);
        using var memory = Uncached();
        using (var pool = new LayerPool(store, new LayerIndexCache(null, Assert.Fail), memory) { ComparesDiffIds = false })
        {
            var content = Open(pool, store);
            var failures = 0;
            for (int at = 0, reads = 1; at < reads; at++)
            {
                store.Blob.Restart(at, fault, stays: at % 2 == 0);
                failures += Check(content, fails: true);
                reads = Math.Max(reads, Math.Min(store.Blob.Reads, 24));
                if (pool.ProblemsOf(store.Claim) is { Count: > 0 } problems)
                    Assert.All(problems, line => Assert.StartsWith($"{store.Claim.Digest}: the blob ", line, StringComparison.Ordinal));
                store.Blob.Restart(-1);
                Assert.Equal(0, Check(content, fails: false));
                Assert.Empty(pool.ProblemsOf(store.Claim));
            }

            // A decoder may go on behind a short read; what is decoded of it is right.
            Assert.True(failures > 0 || fault == Fault.Partial);
        }

        Assert.Equal(0, store.Blob.Open);
    }

    /// <summary>What the process has too little of says nothing of the blob: it is tried again.</summary>
    [Fact]
    public void WhatTheProcessLacksIsNoFaultOfTheBlob()
    {
        foreach (var lack in (Exception[])[new InsufficientMemoryException(), new TaskSchedulerException()])
        {
            var failure = OpeningFailure.Of(lack, Digest.Parse("sha256:" + new string('0', 64)));
            Assert.Equal(OciFsError.Unavailable, failure.Error);
            Assert.True(OpeningFailure.MayRetry(failure, 0, 0, 2000));
        }
    }

    /// <summary>A disk that fails is told once a change, not once a read.</summary>
    [Fact]
    public void ManyFailuresAreOneLine()
    {
        using var store = new FaultyStore(LayerBlob.Of(Tar, LayerCompression.Gzip).Bytes);
        using var memory = Uncached();
        using var pool = new LayerPool(store, new LayerIndexCache(null, Assert.Fail), memory) { ComparesDiffIds = false };
        var content = Open(pool, store);
        var told = 0;
        pool.ProblemsChanged += _ => told++;
        store.Blob.Restart(0, Fault.Error, stays: true);
        for (var i = 0; i < 300; i++)
            Assert.Throws<OciFsException>(() => content.ReadStream(i * 1000, new byte[100]));
        Assert.Single(pool.ProblemsOf(store.Claim));
        Assert.Equal(1, told);
    }

    private static MemoryBudget Uncached() => new(Limits.LeastMemoryBytes) { Blocks = new BlockCache(0) };

    private static LayerContent Open(LayerPool pool, FaultyStore store) => pool.Get(store.Claim).Start().GetAwaiter().GetResult().Content;

    /// <summary>Reads all there is; what comes without an error is right.</summary>
    private static int Check(LayerContent content, bool fails)
    {
        var failures = 0;
        var bytes = new byte[128 << 10];
        for (long at = 0; at < content.StreamLength; at += bytes.Length)
        {
            try
            {
                var read = content.ReadStream(at, bytes);
                Assert.Equal(Math.Min(bytes.Length, Tar.Length - at), read);
                Assert.True(bytes.AsSpan(0, read).SequenceEqual(Tar.AsSpan((int)at, read)));
            }
            catch (OciFsException error) when (fails)
            {
                Assert.Contains(error.Error, (OciFsError[])[OciFsError.Unavailable, OciFsError.Invalid]);
                failures++;
            }
        }

        return failures;
    }

    private sealed class FaultyStore(byte[] bytes) : IStore
    {
        public FaultyBlob Blob { get; } = new(bytes);

        public LayerClaim Claim { get; } = new(Digest.Compute(DigestAlgorithm.Sha256, bytes), bytes.Length, null, null);

        public string Source => "memory";

        public StoreTraits Traits => StoreTraits.None;

        public StoreListing List() => new() { Images = [] };

        public IBlob OpenBlob(Digest digest) => Blob.Use();

        public IReadOnlyList<BlobInfo> ListBlobs() => [];

        public bool TryGetBlobSize(Digest digest, out long size)
        {
            size = Blob.Length;
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
