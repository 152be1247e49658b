using System.Diagnostics;

namespace OciFs.Reference.Layout;

/// <summary>The program zstd as a filter.</summary>
public static class ZstdProgram
{
    /// <summary>Compresses; <paramref name="options"/> as on the command line.</summary>
    public static byte[] Compress(byte[] data, params IEnumerable<string> options) => Filter(data, ["-c", "-q", .. options]);

    /// <summary>Of any window that zstd knows.</summary>
    public static byte[] Decompress(byte[] data) => Filter(data, ["-dcq", "--long=31"]);

    private static byte[] Filter(byte[] data, string[] arguments)
    {
        var start = new ProcessStartInfo("zstd", arguments)
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
        return process.ExitCode == 0 ? output.ToArray() : throw new InvalidDataException($"zstd: {process.ExitCode}");
    }
}
