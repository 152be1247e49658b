using System.Collections.Concurrent;
using System.Text;

namespace OciFs.Compression.Tests;

/// <summary>Plain inputs, made once a run, and what the programs make of them.</summary>
internal static class ZstdSamples
{
    private static readonly Lazy<byte[]> LazyTar = new(() =>
        Tool.Run("sh", ["-c", "tar cf - --sort=name -C / usr/share usr/lib 2>/dev/null | head -c 40000000"], []));

    private static readonly Lazy<byte[]> LazySmallTar = new(() => Tar[..8_000_000]);

    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Made = new(StringComparer.Ordinal);

    /// <summary>40 MB of a tar of system files.</summary>
    public static byte[] Tar => LazyTar.Value;

    /// <summary>8 MB of it, for the slow levels.</summary>
    public static byte[] SmallTar => LazySmallTar.Value;

    /// <summary>By name, so that a theory can print it.</summary>
    public static (byte[] Plain, byte[] Compressed) ByName(string name)
    {
        var plain = name is "-19" or "--ultra -22" or "-19 --long=27" ? SmallTar : Tar;
        return (plain, Made.GetOrAdd(name, _ => new Lazy<byte[]>(() => Compress(plain, name))).Value);
    }

    /// <summary>Data that makes the encoder use the rarer parts of the format.</summary>
    public static byte[] Pattern(string name)
    {
        var random = new Random(7);
        var bytes = new byte[1_500_000];
        switch (name)
        {
            case "zeros":
                break;
            case "noise":
                random.NextBytes(bytes);
                break;
            case "period":
                random.NextBytes(bytes.AsSpan(0, 5000));
                Repeat(bytes, 5000);
                break;
            case "period with faults":
                random.NextBytes(bytes.AsSpan(0, 3001));
                Repeat(bytes, 3001);
                Scatter(bytes, random, 2000);
                break;
            case "few symbols":
                random.GetItems("abcd"u8, bytes);
                break;
            case "numbers":
                return Numbers(bytes.Length);
            case "islands":
                for (var at = 0; at + 150_000 < bytes.Length; at += 200_000)
                {
                    random.NextBytes(bytes.AsSpan(at, 60_000));
                    bytes.AsSpan(at, 60_000).CopyTo(bytes.AsSpan(at + 90_000));
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, null);
        }

        return bytes;
    }

    /// <summary>Lines of numbers: text that compresses well.</summary>
    public static byte[] Numbers(int length)
    {
        var text = new StringBuilder(length + 32);
        for (var i = 0; text.Length < length; i++)
        {
            text.Append(i * 37L % 10007).Append(i % 3 == 0 ? '\n' : ' ');
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    /// <summary>Three blocks that compress to about 2 KB: small enough to damage every bit of.</summary>
    public static byte[] Small()
    {
        var bytes = new byte[270_000];
        Numbers(2000).CopyTo(bytes.AsSpan());
        Repeat(bytes, 2000);
        Scatter(bytes, new Random(1), 150);
        return bytes;
    }

    private static byte[] Compress(byte[] plain, string name) => name switch
    {
        "stream -3" => ZstdCli.CompressStream(plain, "-3"),
        "pzstd -3" => ZstdCli.CompressFile(plain, "-3", "pzstd"),
        "frames" => Frames(plain),
        _ => ZstdCli.CompressFile(plain, name),
    };

    /// <summary>Frames of very different lengths, as zstd:chunked has them, skippable ones between.</summary>
    private static byte[] Frames(byte[] plain)
    {
        using var all = new MemoryStream();
        var random = new Random(3);
        for (var at = 0; at < plain.Length;)
        {
            var size = Math.Min(plain.Length - at, random.Next(1 << random.Next(1, 24)));
            all.Write(ZstdCli.CompressStream(plain.AsSpan(at, size), "-2"));
            all.Write(ZstdFrames.Skippable(random.Next(16), random.Next(300)));
            at += size;
        }

        return all.ToArray();
    }

    private static void Repeat(byte[] bytes, int period)
    {
        for (var i = period; i < bytes.Length; i++)
        {
            bytes[i] = bytes[i - period];
        }
    }

    private static void Scatter(byte[] bytes, Random random, int faults)
    {
        for (var i = 0; i < faults; i++)
        {
            bytes[random.Next(bytes.Length)]++;
        }
    }
}
