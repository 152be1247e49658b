using System.Diagnostics;

namespace OciFs.Reference.Layout;

/// <summary>The program zstd as a filter.</summary>
public static class ZstdProgram
{
    /// <summary>Compresses; <paramref name="options"/> as on the command line.</summary>
    public static byte[] Compress(byte[] data, params IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("zstd", ["-c", "-q", .. options])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var input = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(data);
            process.StandardInput.Close();
        });
        var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        input.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidOperationException($"zstd: {process.ExitCode}");
    }
}
