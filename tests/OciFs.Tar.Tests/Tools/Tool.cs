using System.Diagnostics;

namespace OciFs.Tar.Tests.Tools;

/// <summary>Other people's programs, by which the scanner is judged.</summary>
internal static class Tool
{
    /// <summary>
    /// Runs a program in a folder and gives what it printed. An exit status above <paramref name="worst"/> fails the test.
    /// </summary>
    public static string Run(string folder, int worst, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode <= worst, $"{program} {string.Join(' ', start.ArgumentList)}: {process.ExitCode} {errors.Result}");
        return output;
    }

    public static string Python(string folder, string script, params IEnumerable<string> arguments) =>
        Run(folder, 0, "python3", ["-c", script, .. arguments]);

    public static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
