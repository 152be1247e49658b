using System.Runtime.Versioning;
using OciFs.Fuse.Tests.Support;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

[assembly: SupportedOSPlatform("linux")]

// Live mounts measure allocations of the process and change the mode of /dev/fuse: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace OciFs.Fuse.Tests;

/// <summary>Runs the tests, or is the server process of a test.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [ServerProcess.Command, ..])
            return ServerProcess.Run(args[1..]);
        // The two ways in which a generated entry point of xunit.v3 starts.
        return args.Any(arg => arg is "--server" or "--internal-msbuild-node")
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
