using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores.Unpacked;

/// <summary>A tar taken apart as containers/storage and Docker do: its files unpacked by GNU tar, the rest as tar-split data.</summary>
internal static class SplitTar
{
    /// <summary>Unpacks the files.</summary>
    public static void Unpack(byte[] tar, string folder)
    {
        var file = folder + ".tar";
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(file, tar);
        Tool.Run(folder, "tar", "-xpf", file, "--exclude=.wh.*");
    }

    /// <summary>Writes the tar-split data of a ustar archive without extensions.</summary>
    public static void Write(byte[] tar, string data, bool compressed = true)
    {
        var lines = Lines(tar);
        using var file = File.Create(data);
        if (compressed)
        {
            using var gzip = new GZipStream(file, CompressionLevel.Fastest);
            gzip.Write(lines);
        }
        else
        {
            file.Write(lines);
        }
    }

    /// <summary>The tar-split data, not compressed.</summary>
    public static byte[] Lines(byte[] tar) => Encoding.UTF8.GetBytes(string.Concat(EachLine(tar)));

    private static IEnumerable<string> EachLine(byte[] tar)
    {
        var raw = 0;
        for (var at = 0; tar[at] != 0;)
        {
            var name = Encoding.UTF8.GetString(tar, at, 100).TrimEnd('\0');
            var size = Convert.ToInt32(Encoding.ASCII.GetString(tar, at + 124, 11), 8);
            at += 512;
            yield return $"{{\"type\":2,\"payload\":\"{Convert.ToBase64String(tar, raw, at - raw)}\",\"position\":0}}\n";
            yield return Entry(name, size, size == 0 ? null : Crc64(tar.AsSpan(at, size)));
            raw = at + size;
            at += (size + 511) / 512 * 512;
        }

        yield return $"{{\"type\":2,\"payload\":\"{Convert.ToBase64String(tar, raw, tar.Length - raw)}\"}}\n";
    }

    private static string Entry(string name, int size, byte[]? crc) =>
        $"{{\"type\":1,\"name\":{JsonSerializer.Serialize(name)},\"size\":{size},\"payload\":{(crc is null ? "null" : $"\"{Convert.ToBase64String(crc)}\"")}}}\n";

    /// <summary>Bit by bit, as ISO 3309 defines it.</summary>
    private static byte[] Crc64(ReadOnlySpan<byte> bytes)
    {
        var crc = ulong.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xD800000000000000;
        }

        var sum = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(sum, ~crc);
        return sum;
    }
}
