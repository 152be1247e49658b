using System.Runtime.InteropServices;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OciFs.Layers;

namespace OciFs.Benchmarks;

/// <summary>
/// <c>OciFs.Benchmarks own|scan|gzipstream FILE…</c> prints the seconds that decompressing the files takes (<see cref="Floor"/>);
/// <c>OciFs.Benchmarks seeksize INDEX…</c> prints the bytes that seek points and checksums take in the indexes;
/// <c>OciFs.Benchmarks images [COUNT…]</c> prints how long stores of many images take to list and to find images in (<see cref="ManyImages"/>);
/// <c>OciFs.Benchmarks micro [OPTION…]</c> runs the micro-benchmarks with BenchmarkDotNet's options. See scripts/bench.
/// </summary>
internal static class Program
{
    private static long SeekSize(string index)
    {
        using var file = File.OpenRead(index);
        var header = new byte[LayerIndexHeader.Length];
        file.ReadExactly(header);
        return MemoryMarshal.Read<LayerIndexHeader>(header).SeekLength;
    }

    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["own", .. var files]:
                Console.WriteLine(Floor.Seconds(Floor.Own, files).ToString("F3"));
                return 0;
            case ["gzipstream", .. var files]:
                Console.WriteLine(Floor.Seconds(Floor.GZipStream, files).ToString("F3"));
                return 0;
            case ["scan", .. var files]:
                Console.WriteLine(Floor.Seconds(Floor.Scan, files).ToString("F3"));
                return 0;
            case ["seeksize", .. var indexes]:
                Console.WriteLine(indexes.Sum(SeekSize));
                return 0;
            case ["images", .. var counts]:
                ManyImages.Print(counts is [] ? [100, 1_000, 10_000] : counts.Select(int.Parse));
                return 0;
            case ["micro", .. var options]:
                // In this process: BenchmarkDotNet's own way builds a project of its own, which the solution's rules would not let pass.
                var job = Job.MediumRun.WithToolchain(InProcessEmitToolchain.Instance);
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
                    .Run(options is [] ? ["--filter", "*"] : options, DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.JoinSummary));
                return 0;
            default:
                Console.Error.WriteLine("usage: OciFs.Benchmarks own|scan|gzipstream FILE... | seeksize INDEX... | images [COUNT...] | micro [OPTION...]");
                return 2;
        }
    }
}
