namespace OciFs.Fuzz.Harnesses;

/// <summary>Bytes to compress.</summary>
internal static class SampleBytes
{
    /// <summary>Long, and short when compressed: runs and repetitions at all distances.</summary>
    public static byte[] Repeating(int length)
    {
        var random = new Random(1);
        var bytes = new List<byte>();
        while (bytes.Count < length)
        {
            bytes.AddRange(Enumerable.Repeat((byte)random.Next(4), random.Next(1, 20)));
            var from = random.Next(bytes.Count);
            bytes.AddRange(bytes.GetRange(from, Math.Min(bytes.Count - from, random.Next(length / 8))));
        }

        return [.. bytes.Take(length)];
    }

    /// <summary>Text that is not easily compressed.</summary>
    public static byte[] Text(int length)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, length).Select(_ => (byte)"etaoin shrdlu\n"[random.Next(14)])];
    }

    public static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(3).NextBytes(bytes);
        return bytes;
    }
}
