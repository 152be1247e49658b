using System.Diagnostics;

namespace OciFs.Compression.Tests;

/// <summary>Runs another program as the oracle: bytes in, bytes out.</summary>
public static class Tool
{
    public static byte[] Run(string program, string[] arguments, byte[] input)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var feed = Task.Run(() =>
        {
            using var stream = process.StandardInput.BaseStream;
            stream.Write(input);
        });
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        feed.GetAwaiter().GetResult();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {errors.GetAwaiter().GetResult()}");
        return output.ToArray();
    }

    /// <summary>Runs a Python program that has its input in <c>data</c> and leaves its output in <c>result</c>.</summary>
    public static byte[] Python(string program, byte[] input) => Run(
        "python3",
        ["-c", $"import sys, zlib, struct\ndata = sys.stdin.buffer.read()\n{program}\nsys.stdout.buffer.write(result)"],
        input);
}
