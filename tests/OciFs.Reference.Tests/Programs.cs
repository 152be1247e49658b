using System.Diagnostics;
using System.Text;

namespace OciFs.Reference.Tests;

/// <summary>Runs the programs that these tests compare with.</summary>
internal static class Programs
{
    /// <summary>Runs to the end.</summary>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with a status other than 0; the message has its standard error.</exception>
    public static byte[] Output(string program, IReadOnlyList<string> arguments, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.ToArray()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {process.ExitCode}: {errors.Result}");
    }

    public static string Text(string program, IReadOnlyList<string> arguments, string? folder = null) =>
        Encoding.Latin1.GetString(Output(program, arguments, folder));
}
