using System.Diagnostics;
using OciFs.Conformance.Tests.Programs;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>Podman, Buildah, Docker, containerd and skopeo, of Debian's packages: unpacked by scripts/tools, not installed.</summary>
internal static class RealTools
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Tools = Path.Combine(Repository.Root, "artifacts", "corpus", "tools", "usr");
    private static readonly Lazy<bool> Brought = new(() => Command.Run(Repository.Script("tools")).Ok() is not null);

    /// <summary>Runs a tool to its end.</summary>
    public static CommandResult Run(IReadOnlyDictionary<string, string> environment, string tool, params string[] arguments)
    {
        using var process = Start(environment, tool, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{tool} {string.Join(' ', arguments)} does not end");
        }

        return new CommandResult($"{tool} {string.Join(' ', arguments)}", process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts a tool; the caller disposes of it.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, string tool, params string[] arguments)
    {
        Assert.True(Brought.Value);
        var start = new ProcessStartInfo(PathOf(tool), arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["PATH"] = $"{Tools}/bin:{Tools}/sbin:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["LD_LIBRARY_PATH"] = Path.Combine(Tools, "lib", "x86_64-linux-gnu");
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static string PathOf(string tool) =>
        new[] { "bin", "sbin" }.Select(folder => Path.Combine(Tools, folder, tool)).FirstOrDefault(File.Exists) ?? tool;
}
