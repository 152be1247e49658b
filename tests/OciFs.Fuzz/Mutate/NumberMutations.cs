using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OciFs.Fuzz.Mutate;

/// <summary>Changes of binary structures: numbers of 4 and 8 bytes at their places.</summary>
internal static class NumberMutations
{
    public static readonly IReadOnlyList<Mutation> All = [Put4, Put4, Put8, Add4, Add8, Copy8];

    private static void Put4(List<byte> bytes, Random random)
    {
        if (Place(bytes, random, 4) is { Length: > 0 } place)
            BinaryPrimitives.WriteInt32LittleEndian(place, random.Next(3) == 0 ? (int)random.NextInt64() : random.Next(-2, 70));
    }

    private static void Put8(List<byte> bytes, Random random)
    {
        if (Place(bytes, random, 8) is { Length: > 0 } place)
            BinaryPrimitives.WriteInt64LittleEndian(place, random.Next(2) == 0 ? random.Next(-2, 70) : (1L << random.Next(64)) + random.Next(-1, 2));
    }

    private static void Add4(List<byte> bytes, Random random)
    {
        if (Place(bytes, random, 4) is { Length: > 0 } place)
            BinaryPrimitives.WriteInt32LittleEndian(place, BinaryPrimitives.ReadInt32LittleEndian(place) + random.Next(-8, 9));
    }

    private static void Add8(List<byte> bytes, Random random)
    {
        if (Place(bytes, random, 8) is { Length: > 0 } place)
            BinaryPrimitives.WriteInt64LittleEndian(place, BinaryPrimitives.ReadInt64LittleEndian(place) + random.Next(-64, 65));
    }

    private static void Copy8(List<byte> bytes, Random random)
    {
        var from = Place(bytes, random, 8);
        from.CopyTo(Place(bytes, random, 8));
    }

    private static Span<byte> Place(List<byte> bytes, Random random, int width) =>
        bytes.Count < width ? [] : CollectionsMarshal.AsSpan(bytes).Slice(random.Next(bytes.Count / width) * width, width);
}
