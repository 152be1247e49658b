using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OciFs.Fuzz.Mutate;

/// <summary>Changes that know nothing of formats: those of AFL's havoc stage.</summary>
internal static class BlindMutations
{
    private const int LongestRun = 64;

    private static readonly long[] Extremes =
    [
        0, 1, -1, 2, 16, 63, 64, 100, 127, 128, 255, 256, 511, 512, 1000, 4095, 4096, 32767, 32768, 65535, 65536, int.MaxValue, int.MinValue,
        uint.MaxValue, long.MaxValue, long.MinValue, 1L << 40, 1L << 60,
    ];

    public static readonly IReadOnlyList<Mutation> All =
        [FlipBit, FlipBit, SetByte, SetByte, AddLittle, SetExtreme, Delete, Duplicate, Insert, Overwrite, Swap, Cut];

    private static void FlipBit(List<byte> bytes, Random random)
    {
        if (bytes.Count > 0)
            bytes[random.Next(bytes.Count)] ^= (byte)(1 << random.Next(8));
    }

    private static void SetByte(List<byte> bytes, Random random)
    {
        if (bytes.Count > 0)
            bytes[random.Next(bytes.Count)] = (byte)random.Next(256);
    }

    private static void AddLittle(List<byte> bytes, Random random)
    {
        if (bytes.Count > 0)
            bytes[random.Next(bytes.Count)] += (byte)random.Next(-16, 17);
    }

    private static void SetExtreme(List<byte> bytes, Random random)
    {
        var width = 1 << random.Next(4);
        if (bytes.Count < width)
            return;
        Span<byte> number = stackalloc byte[8];
        var value = Extremes[random.Next(Extremes.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(number, value);
        number = number[..width];
        if (random.Next(4) == 0)
            number.Reverse();
        number.CopyTo(CollectionsMarshal.AsSpan(bytes)[random.Next(bytes.Count - width + 1)..]);
    }

    private static void Delete(List<byte> bytes, Random random)
    {
        var (at, length) = RunOf(bytes, random);
        bytes.RemoveRange(at, length);
    }

    private static void Duplicate(List<byte> bytes, Random random)
    {
        var (at, length) = RunOf(bytes, random);
        bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
    }

    private static void Insert(List<byte> bytes, Random random)
    {
        var run = new byte[random.Next(1, 16)];
        Array.Fill(run, (byte)random.Next(256));
        bytes.InsertRange(random.Next(bytes.Count + 1), run);
    }

    private static void Overwrite(List<byte> bytes, Random random)
    {
        var (from, length) = RunOf(bytes, random);
        var run = bytes.GetRange(from, length).ToArray();
        run.CopyTo(CollectionsMarshal.AsSpan(bytes)[random.Next(bytes.Count - length + 1)..]);
    }

    private static void Swap(List<byte> bytes, Random random)
    {
        if (bytes.Count == 0)
            return;
        var (a, b) = (random.Next(bytes.Count), random.Next(bytes.Count));
        (bytes[a], bytes[b]) = (bytes[b], bytes[a]);
    }

    private static void Cut(List<byte> bytes, Random random)
    {
        if (random.Next(4) == 0)
        {
            var at = random.Next(bytes.Count + 1);
            bytes.RemoveRange(at, bytes.Count - at);
        }
    }

    private static (int At, int Length) RunOf(List<byte> bytes, Random random)
    {
        var length = random.Next(Math.Min(bytes.Count, random.Next(8) == 0 ? 1024 : LongestRun) + 1);
        return (random.Next(bytes.Count - length + 1), length);
    }
}
