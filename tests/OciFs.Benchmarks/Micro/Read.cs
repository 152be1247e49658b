using BenchmarkDotNet.Attributes;
using OciFs.Compression;

namespace OciFs.Benchmarks.Micro;

/// <summary>A block of a gzip layer on its way to a reader: what its checksum costs of the whole.</summary>
public class Read : IDisposable
{
    private readonly byte[] _block = new byte[BlockCache.BlockSize];
    private BlockCache _cache = null!;
    private SeekableReader _reader = null!;
    private SeekIndex _index = null!;
    private long _next;

    /// <summary>Makes the layer and its index.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        using var pass = IndexingReader.Open(new MemoryStream(SampleArchive.Gzip));
        while (!pass.Next().IsEmpty)
        {
        }

        _index = SeekIndex.TryOpen(pass.FinishIndex(), out var index) ? index! : throw new InvalidOperationException("the index is not sound");
        _cache = new BlockCache(BlockCache.BlockSize);
        _reader = new SeekableReader(new ArraySource(SampleArchive.Gzip), _index, _cache);
    }

    /// <summary>The next block of the layer: decoded, checked and copied.</summary>
    [Benchmark(Baseline = true)]
    public int Whole()
    {
        _next = (_next + _block.Length) % (_index.Length - _block.Length);
        return _reader.ReadAt(_next - (_next % _block.Length), _block);
    }

    /// <summary>Its checksum.</summary>
    [Benchmark]
    public ulong Checksum() => _index.Hash.Compute(_block);

    /// <summary>Frees them.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _reader.Dispose();
        _cache.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class ArraySource(byte[] bytes) : IByteSource
    {
        public long Length => bytes.Length;

        public int ReadAt(long offset, Span<byte> destination)
        {
            var rest = bytes.AsSpan((int)Math.Min(offset, bytes.Length));
            var count = Math.Min(rest.Length, destination.Length);
            rest[..count].CopyTo(destination);
            return count;
        }
    }
}
