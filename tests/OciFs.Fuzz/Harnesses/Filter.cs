using System.Diagnostics;

namespace OciFs.Fuzz.Harnesses;

/// <summary>Another program as a filter.</summary>
internal static class Filter
{
    /// <summary>What the program makes of some bytes.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static byte[] Run(byte[] bytes, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var input = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(bytes);
            process.StandardInput.Close();
        });
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        input.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"{program}: {process.ExitCode}");
    }
}
