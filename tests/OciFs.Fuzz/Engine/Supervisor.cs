using System.Diagnostics;
using System.Security.Cryptography;
using OciFs.Fuzz.Instrument;

namespace OciFs.Fuzz.Engine;

/// <summary>Runs a child for each harness, in turn, and outlives it: a child that dies, hangs or grows is a finding, and another takes over.</summary>
internal static class Supervisor
{
    /// <summary>More of them are of one cause, most likely.</summary>
    private const int MostDeaths = 5;

    /// <summary>No input is worth this: windows of 128 MiB, an oracle's too, and a heap of <see cref="MostHeap"/>.</summary>
    private const long MostResident = 1500L << 20;

    /// <summary>768 MiB, as the runtime wants it told: above it OutOfMemoryException is thrown, which is a finding.</summary>
    private const string MostHeap = "0x30000000";

    private static readonly string[] Instrumented = ["OciFs.Tar.dll", "OciFs.Compression.dll", "OciFs.dll", "OciFs.Fuse.dll", "OciFs.Host.dll"];
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    /// <summary>Fuzzes and prints a line a harness.</summary>
    /// <returns>The number of findings.</returns>
    public static int Run(Options options)
    {
        var program = Instrument(Path.Combine(options.Output, "bin"));
        Console.WriteLine($"{"harness",-10}{"runs",10}{"runs/s",10}{"edges",8}{"corpus",8}{"findings",10}");
        return options.Harnesses.Sum(harness => Run(program, harness, options));
    }

    /// <summary>Copies this program and instruments what it is to look at.</summary>
    private static string Instrument(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var path in Directory.EnumerateFiles(AppContext.BaseDirectory))
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)), overwrite: true);
        var instrumenter = new AssemblyInstrumenter();
        foreach (var name in Instrumented)
            instrumenter.Rewrite(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(folder, name));
        Console.WriteLine($"{instrumenter.Edges} edges in {Instrumented.Length} assemblies");
        return Path.Combine(folder, "OciFs.Fuzz.dll");
    }

    private static int Run(string program, string harness, Options options)
    {
        var paths = new Paths(options.Output, harness);
        var deadline = Environment.TickCount64 + (options.Seconds * 1000L);
        var deaths = 0;
        File.Delete(paths.Result);
        do
        {
            var left = Math.Max(1, (int)((deadline - Environment.TickCount64) / 1000));
            using var child = Start(program, "--child", harness, "--time", $"{left}", "--seed", $"{options.Seed + deaths}");
            if (Watch(child, paths) is not { } death)
                break;
            deaths++;
            var input = LastInput(paths);
            paths.Keep(input, new Finding($"{death}-{Convert.ToHexStringLower(SHA256.HashData(input))[..8]}", $"the process ended by a {death}"));
        }
        while (deaths < MostDeaths && Environment.TickCount64 < deadline);

        var result = File.Exists(paths.Result) ? File.ReadAllText(paths.Result).Split(' ') : ["-", "-", "-", "-", "0"];
        var findings = deaths + int.Parse(result[4]);
        Console.WriteLine($"{harness,-10}{result[0],10}{result[1],10}{result[2],8}{result[3],8}{findings,10}");
        if (findings > 0)
            Console.WriteLine($"  see {paths.Findings}");
        return findings;
    }

    /// <summary>Waits for a child's end.</summary>
    /// <returns>How it died; null where it did its work.</returns>
    private static string? Watch(Process child, Paths paths)
    {
        using var shared = new SharedInput(paths.Input);
        var (runs, since) = (shared.Runs, Environment.TickCount64);
        while (!child.WaitForExit(Look))
        {
            if (shared.Runs != runs || !shared.IsRunning)
                (runs, since) = (shared.Runs, Environment.TickCount64);
            child.Refresh();
            var death = Environment.TickCount64 - since > Hang.TotalMilliseconds ? "hang"
                : !child.HasExited && child.WorkingSet64 > MostResident ? "growth" : null;
            if (death is null)
                continue;
            child.Kill();
            child.WaitForExit();
            return death;
        }

        return child.ExitCode == 0 ? null
            : shared.IsRunning ? "crash" : throw new InvalidOperationException($"the fuzzer itself fails on {paths.Harness}");
    }

    private static byte[] LastInput(Paths paths)
    {
        using var shared = new SharedInput(paths.Input);
        return shared.Input;
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Insert(0, program);
        else
            start.FileName = Path.ChangeExtension(program, null);
        start.Environment["DOTNET_GCHeapHardLimit"] = MostHeap;
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        return Process.Start(start)!;
    }
}
