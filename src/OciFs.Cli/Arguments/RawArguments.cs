using System.Text;

namespace OciFs.Cli.Arguments;

/// <summary>The words of the command line as the kernel has them: the runtime decodes them as UTF-8, and what is none is lost.</summary>
internal static class RawArguments
{
    private const string CommandLine = "/proc/self/cmdline";

    /// <summary>The same words as <see cref="ByteText"/>; as they are where the kernel's cannot be had (proc(5)).</summary>
    public static string[] Of(string[] decoded)
    {
        if (Array.TrueForAll(decoded, word => !word.Contains('\uFFFD', StringComparison.Ordinal)))
        {
            return decoded;
        }

        try
        {
            var words = Split(File.ReadAllBytes(CommandLine));
            var own = words.Count >= decoded.Length ? words[^decoded.Length..] : [];
            return own.Select(word => Encoding.UTF8.GetString(word)).SequenceEqual(decoded, StringComparer.Ordinal)
                ? [.. own.Select(word => ByteText.Decode(word))]
                : decoded;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return decoded;
        }
    }

    private static List<byte[]> Split(ReadOnlySpan<byte> line)
    {
        List<byte[]> words = [];
        for (var end = line.IndexOf((byte)0); end >= 0; end = line.IndexOf((byte)0))
        {
            words.Add(line[..end].ToArray());
            line = line[(end + 1)..];
        }

        return words;
    }
}
