namespace OciFs.Compression.Tests;

/// <summary>The programs that make the compressed inputs.</summary>
internal static class ZstdCli
{
    /// <summary>The bytes through <c>zstd -c</c>, which cannot know their size; <paramref name="arguments"/> parted by blanks.</summary>
    public static byte[] CompressStream(ReadOnlySpan<byte> plain, string arguments) =>
        Tool.Run("zstd", [.. arguments.Split(' '), "-q", "-c"], plain.ToArray());

    /// <summary>The bytes as a file through <c>zstd</c> or <c>pzstd</c>, which then write the content's size.</summary>
    public static byte[] CompressFile(ReadOnlySpan<byte> plain, string arguments, string program = "zstd")
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, plain);
            return Tool.Run(program, [.. arguments.Split(' '), "-q", "-c", file], []);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
