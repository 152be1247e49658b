using System.Buffers.Binary;
using System.Text;

namespace OciFs.Fuzz.Harnesses;

/// <summary>A small bbolt file with what containerd keeps of two names: pages of 1 KiB, a branch, inline buckets.</summary>
internal static class SampleBolt
{
    public const int PageSize = 1024;
    private const int Pages = 9;
    private const int MetaAt = 16;
    private const int SummedBytes = 56;

    public static byte[] File()
    {
        var file = new byte[Pages * PageSize];
        for (var page = 0; page < 2; page++)
        {
            Number(file, page * PageSize, (ulong)page);
            file[(page * PageSize) + 8] = 4;
            var meta = (page * PageSize) + MetaAt;
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(meta), 0xED0CDAED);
            file[meta + 4] = 2;
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(meta + 8), PageSize);
            Number(file, meta + 16, 2);
            Number(file, meta + 40, Pages);
            Number(file, meta + 48, (ulong)page + 1);
        }

        byte[] target = Inline(("digest", "sha256:" + new string('a', 64)), ("mediatype", "application/vnd.oci.image.manifest.v1+json"), ("size", "\u0008"));
        byte[] image = Inline(2, ("labels", Inline(("note", "seven")), true), ("target", target, true));
        Page(file, 2, 2, ("v1", Root(3), true));
        Page(file, 3, 2, ("default", Root(4), true), ("version", [6], false));
        Page(file, 4, 2, ("content", Inline(), true), ("images", Root(5), true));
        Leaf(file.AsSpan(5 * PageSize), 5, 1, ("a", Place(6), false), ("m", Place(7), false));
        Page(file, 6, 2, ("a:1", Root(8), true));
        Page(file, 7, 2, ("m:1", image, true));
        Page(file, 8, 2, ("labels", Inline(("note", "seven")), true), ("target", target, true));
        return Sum(file);
    }

    /// <summary>Sets both checksums right.</summary>
    public static byte[] Sum(byte[] file)
    {
        foreach (var meta in (int[])[MetaAt, PageSize + MetaAt])
        {
            if (file.Length < meta + SummedBytes + 8)
                continue;
            var sum = 14695981039346656037UL;
            foreach (var value in file.AsSpan(meta, SummedBytes))
                sum = (sum ^ value) * 1099511628211UL;
            Number(file, meta + SummedBytes, sum);
        }

        return file;
    }

    private static void Page(byte[] file, int number, ushort flags, params (string Key, byte[] Value, bool IsBucket)[] elements) =>
        Leaf(file.AsSpan(number * PageSize), (ulong)number, flags, elements);

    private static byte[] Inline(params (string Key, string Value)[] elements) =>
        Inline(2, [.. elements.Select(element => (element.Key, Encoding.UTF8.GetBytes(element.Value), false))]);

    private static byte[] Inline(ushort flags, params (string Key, byte[] Value, bool IsBucket)[] elements)
    {
        var bytes = new byte[32 + elements.Sum(element => 16 + element.Key.Length + element.Value.Length)];
        Leaf(bytes.AsSpan(16), 0, flags, elements);
        return bytes;
    }

    // Of a branch the value is the page that follows the key's length.
    private static void Leaf(Span<byte> page, ulong number, ushort flags, params (string Key, byte[] Value, bool IsBucket)[] elements)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(page, number);
        BinaryPrimitives.WriteUInt16LittleEndian(page[8..], flags);
        BinaryPrimitives.WriteUInt16LittleEndian(page[10..], (ushort)elements.Length);
        var data = 16 + (16 * elements.Length);
        for (var i = 0; i < elements.Length; i++)
        {
            var (key, value, isBucket) = elements[i];
            var at = 16 + (16 * i);
            var fields = flags == 1 ? [data - at, key.Length] : (int[])[isBucket ? 1 : 0, data - at, key.Length, value.Length];
            for (var field = 0; field < fields.Length; field++)
                BinaryPrimitives.WriteInt32LittleEndian(page[(at + (4 * field))..], fields[field]);
            data += Encoding.UTF8.GetBytes(key, page[data..]);
            value.CopyTo(flags == 1 ? page[(at + 8)..] : page[data..]);
            data += flags == 1 ? 0 : value.Length;
        }
    }

    private static byte[] Root(ulong page) => [.. Place(page), .. new byte[8]];

    private static byte[] Place(ulong page) => BitConverter.GetBytes(page);

    private static void Number(byte[] file, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
}
