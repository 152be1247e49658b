using BenchmarkDotNet.Attributes;
using OciFs.Reference;
using OciFs.Reference.Tar;
using OciFs.Tar;
using DotNetReader = System.Formats.Tar.TarReader;

namespace OciFs.Benchmarks.Micro;

/// <summary>The entries of a tar of 20,000 small files found: by our scanner in chunks of a first pass, and by .NET.</summary>
public class TarScan
{
    private const int Chunk = 256 << 10;

    private byte[] _tar = [];

    /// <summary>Makes the tar.</summary>
    [GlobalSetup]
    public void SetUp() => _tar = LayerBuilder.Tar(Enumerable.Range(0, 20_000).Select(
        i => TestEntry.File($"usr/share/doc/package{i / 10}/file{i}", new string('x', i % 4000))));

    /// <summary>Ours.</summary>
    [Benchmark]
    public int TarScanner()
    {
        var counter = new Counter();
        var scanner = new Tar.TarScanner(counter);
        for (var offset = 0; offset < _tar.Length; offset += Chunk)
            scanner.Write(_tar.AsSpan(offset, Math.Min(Chunk, _tar.Length - offset)));
        scanner.Complete();
        return counter.Entries;
    }

    /// <summary>.NET's.</summary>
    [Benchmark(Baseline = true)]
    public int TarReader()
    {
        using var reader = new DotNetReader(new MemoryStream(_tar));
        var entries = 0;
        while (reader.GetNextEntry() is not null)
            entries++;
        return entries;
    }

    private sealed class Counter : ITarSink
    {
        public int Entries { get; private set; }

        public void Entry(in Tar.TarEntry entry) => Entries++;

        public void Problem(in TarProblem problem) => throw new InvalidOperationException("the tar is not sound");
    }
}
