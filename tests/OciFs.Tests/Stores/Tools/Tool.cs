using System.Diagnostics;

namespace OciFs.Tests.Stores.Tools;

/// <summary>Other people's programs, by which the core is judged.</summary>
internal static class Tool
{
    /// <summary>Runs a program in a folder and gives what it printed; null where it fails.</summary>
    public static string? TryRun(string folder, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = errors.Result;
        return process.ExitCode == 0 ? output : null;
    }

    /// <summary>As <see cref="TryRun"/>, and the test fails where the program does.</summary>
    public static string Run(string folder, string program, params IEnumerable<string> arguments)
    {
        var output = TryRun(folder, program, arguments);
        Assert.True(output is not null, $"{program} {string.Join(' ', arguments)} failed");
        return output;
    }

    public static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
