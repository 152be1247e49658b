using System.IO.Compression;
using BenchmarkDotNet.Attributes;

namespace OciFs.Benchmarks.Micro;

/// <summary>A gzip layer decoded once: with the seek points and checksums of a first pass, and by .NET.</summary>
public class Inflate
{
    private readonly byte[] _buffer = new byte[256 << 10];
    private byte[] _gzip = [];

    /// <summary>Makes the layer.</summary>
    [GlobalSetup]
    public void SetUp() => _gzip = SampleArchive.Gzip;

    /// <summary>Ours, CRC-32, seek points and block checksums included.</summary>
    [Benchmark]
    public long IndexingReader()
    {
        using var compressed = new MemoryStream(_gzip);
        using var reader = Compression.IndexingReader.Open(compressed);
        while (!reader.Next().IsEmpty)
        {
        }

        return reader.Position;
    }

    /// <summary>.NET's, CRC-32 included.</summary>
    [Benchmark(Baseline = true)]
    public long GZipStream()
    {
        using var stream = new GZipStream(new MemoryStream(_gzip), CompressionMode.Decompress);
        long length = 0;
        for (var read = stream.Read(_buffer); read > 0; read = stream.Read(_buffer))
            length += read;
        return length;
    }
}
