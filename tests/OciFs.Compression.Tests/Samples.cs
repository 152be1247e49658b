using System.Text;

namespace OciFs.Compression.Tests;

/// <summary>Inputs, the same in every run.</summary>
public static class Samples
{
    /// <summary>Half the text, half the machine code that a layer has: short and long matches, near and far.</summary>
    public static byte[] Mixed(int length)
    {
        var output = new MemoryStream(length);
        var random = new Random(20260101);
        var code = File.ReadAllBytes(typeof(IndexingReader).Assembly.Location);
        while (output.Length < length)
        {
            output.Write(Text(random, random.Next(1000, 60_000)));
            var start = random.Next(code.Length / 2);
            output.Write(code.AsSpan(start, random.Next(1, code.Length - start)));
            output.Write(Random(random.Next(), random.Next(30_000)));
            output.Write(new byte[random.Next(5_000)]);
        }

        return output.GetBuffer()[..length];
    }

    /// <summary>Bytes that no compressor makes smaller.</summary>
    public static byte[] Random(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Text(Random random, int length)
    {
        var text = new StringBuilder();
        while (text.Length < length)
        {
            // Few words are frequent, many are rare.
            var word = (int)(4000 * Math.Pow(random.NextDouble(), 4));
            text.Append(Convert.ToString(word * 2654435761L % 60466176, 16)).Append(random.Next(12) == 0 ? '\n' : ' ');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
