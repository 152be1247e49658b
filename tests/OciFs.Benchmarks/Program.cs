using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace OciFs.Benchmarks;

/// <summary>
/// <c>OciFs.Benchmarks own|gzipstream FILE…</c> prints the seconds that decompressing the files takes (<see cref="Floor"/>);
/// <c>OciFs.Benchmarks micro [OPTION…]</c> runs the micro-benchmarks with BenchmarkDotNet's options. See scripts/bench.
/// </summary>
internal static class Program
{
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
            case ["micro", .. var options]:
                // In this process: BenchmarkDotNet's own way builds a project of its own, which the solution's rules would not let pass.
                var job = Job.MediumRun.WithToolchain(InProcessEmitToolchain.Instance);
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
                    .Run(options is [] ? ["--filter", "*"] : options, DefaultConfig.Instance.AddJob(job).WithOptions(ConfigOptions.JoinSummary));
                return 0;
            default:
                Console.Error.WriteLine("usage: OciFs.Benchmarks own|gzipstream FILE... | micro [OPTION...]");
                return 2;
        }
    }
}
