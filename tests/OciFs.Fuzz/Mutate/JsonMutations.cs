using System.Runtime.InteropServices;
using System.Text;

namespace OciFs.Fuzz.Mutate;

/// <summary>Changes of JSON documents: whole values, members and names.</summary>
internal static class JsonMutations
{
    public static readonly IReadOnlyList<byte[]> Words =
    [
        .. new[]
        {
            "null", "-1", "0", "1e999", "9223372036854775808", "9223372036854775807", "4611686018427387905", "0.5", "true", "[]", "{}", "[", "]",
            "{", "}", "\"", "\\u0000", "\\ud800", "\\n", "\\", ",", ":", "\"\"", "\"size\":-1,", "\"digest\":null,", "\"digest\":\"sha256:x\",",
            "\"layers\":[],", "\"manifests\":[null],", "\"config\":{},", "\"blobs\":[],", "\"rootfs\":{\"diff_ids\":[null]},", "\"fsLayers\":[],", "\"data\":\"\",", "\"data\":\"e30=\",", "\"signatures\":[{\"protected\":\"e30\"}],",
            "\"history\":[{\"v1Compatibility\":\"{}\"}],",
            "\"subject\":{},", "\"platform\":{\"os\":\"\",\"architecture\":null},", "\"variant\":\"v8\",", "\"os.version\":\"10.0\",",
            "\"annotations\":{\"a\":null},", "\"artifactType\":\"\",", "\"history\":[null],", "\"created\":\"2020-13-01T00:00:00Z\",",
            "\"created\":\"0000-00-00T99:99:99+99:99\",", "{\"a\":1,\"a\":2}", new string('[', 100), "\u00fc", "unknown/unknown",
            "sha256:0000000000000000000000000000000000000000000000000000000000000000", "sha512:00",
            "vnd.docker.reference.type", "org.opencontainers.image.ref.name", "io.containerd.image.name",
        }.Select(Encoding.UTF8.GetBytes), [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0], [0xEF, 0xBB, 0xBF],
    ];

    public static readonly IReadOnlyList<Mutation> All = [ReplaceValue, ReplaceValue, SwapValues, RepeatPart, Nest];

    private static void ReplaceValue(List<byte> bytes, Random random)
    {
        if (Value(bytes, random) is not { } value)
            return;
        bytes.RemoveRange(value.At, value.Length);
        bytes.InsertRange(value.At, Words[random.Next(Words.Count)]);
    }

    private static void SwapValues(List<byte> bytes, Random random)
    {
        if (Value(bytes, random) is not { } to || Value(bytes, random) is not { } from)
            return;
        var part = bytes.GetRange(from.At, from.Length);
        bytes.RemoveRange(to.At, to.Length);
        bytes.InsertRange(to.At, part);
    }

    /// <summary>Doubles what lies between two commas: an entry of a list, or a member.</summary>
    private static void RepeatPart(List<byte> bytes, Random random)
    {
        var from = bytes.IndexOf((byte)',', random.Next(bytes.Count + 1));
        var to = from < 0 ? -1 : bytes.IndexOf((byte)',', from + 1);
        if (to > 0)
            bytes.InsertRange(to, bytes.GetRange(from, to - from));
    }

    private static void Nest(List<byte> bytes, Random random)
    {
        if (Value(bytes, random) is not { } value)
            return;
        var depth = random.Next(1, 80);
        bytes.InsertRange(value.At + value.Length, Enumerable.Repeat((byte)']', depth));
        bytes.InsertRange(value.At, Enumerable.Repeat((byte)'[', depth));
    }

    /// <summary>What stands behind a colon, to the end of its line of thought: a quoted text, an object or array to its first end.</summary>
    private static (int At, int Length)? Value(List<byte> list, Random random)
    {
        var bytes = CollectionsMarshal.AsSpan(list);
        var start = list.IndexOf((byte)':', random.Next(list.Count + 1)) + 1;
        if (start == 0 || start == bytes.Length)
            return null;
        var end = bytes[start] switch
        {
            (byte)'"' => bytes[(start + 1)..].IndexOf((byte)'"') + 2,
            (byte)'[' => bytes[start..].IndexOf((byte)']') + 1,
            (byte)'{' => bytes[start..].IndexOf((byte)'}') + 1,
            _ => bytes[start..].IndexOfAny(",}]"u8),
        };
        return end > 0 && start + end <= bytes.Length ? (start, end) : null;
    }
}
