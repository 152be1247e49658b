using System.Runtime.InteropServices;
using System.Text;
using OciFs.Reference;
using OciFs.Reference.Tar;

namespace OciFs.Fuzz.Mutate;

/// <summary>Changes of tar archives: header fields, whole blocks, records and entries put in.</summary>
internal static class TarMutations
{
    private const int Block = TarBlock.Size;
    private const int MagicOffset = 257;
    private const int ChecksumOffset = 148;

    private static readonly (int Offset, int Length)[] Numbers =
    [
        (100, 8), (108, 8), (116, 8), (124, 12), (124, 12), (136, 12), (329, 8), (337, 8), (345, 12), (357, 12), (386, 12), (398, 12),
        (483, 12),
    ];

    private static readonly (int Offset, int Length)[] Texts = [(0, 100), (157, 100), (345, 155)];

    public static readonly IReadOnlyList<Mutation> All =
        [PutNumber, PutNumber, PutText, PutType, PutMagic, CopyBlock, InsertBlock, DeleteBlock, InsertRecords, InsertEntry];

    /// <summary>Gives every block that says it is a header the checksum of its bytes.</summary>
    public static void FixChecksums(Span<byte> archive)
    {
        for (; archive.Length >= Block; archive = archive[Block..])
        {
            if (!archive.Slice(MagicOffset, 5).SequenceEqual("ustar"u8) && !IsOldHeader(archive))
                continue;
            archive.Slice(ChecksumOffset, 8).Fill((byte)' ');
            var sum = 0;
            foreach (var value in archive[..Block])
                sum += value;
            Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(archive[ChecksumOffset..]);
        }
    }

    /// <summary>A v7 header: a checksum field as writers make it, and octal digits in mode.</summary>
    private static bool IsOldHeader(ReadOnlySpan<byte> block) =>
        block[ChecksumOffset + 7] == ' ' && block[ChecksumOffset + 6] == 0 && block[100] is >= (byte)'0' and <= (byte)'7';

    private static void PutNumber(List<byte> bytes, Random random)
    {
        if (Header(bytes, random) is not { } at)
            return;
        var (offset, length) = Numbers[random.Next(Numbers.Length)];
        var field = CollectionsMarshal.AsSpan(bytes).Slice(at + offset, length);
        if (random.Next(4) == 0)
        {
            field.Fill(random.Next(2) == 0 ? (byte)0 : (byte)0xFF);
            field[0] = (byte)(random.Next(2) == 0 ? 0x80 : 0xFF);
            field[^random.Next(1, length)] = (byte)random.Next(256);
            return;
        }

        var text = random.Next(2) == 0
            ? TarWords.Values[random.Next(TarWords.Values.Count)]
            : Convert.ToString(random.NextInt64(1L << random.Next(1, 36)), 8).PadLeft(length - 1, '0');
        field.Clear();
        Encoding.Latin1.GetBytes(text[..Math.Min(text.Length, length)]).CopyTo(field);
    }

    private static void PutText(List<byte> bytes, Random random)
    {
        if (Header(bytes, random) is not { } at)
            return;
        var (offset, length) = Texts[random.Next(Texts.Length)];
        var field = CollectionsMarshal.AsSpan(bytes).Slice(at + offset, length);
        field.Clear();
        var word = TarWords.Values[random.Next(TarWords.Values.Count)];
        Encoding.Latin1.GetBytes(word).CopyTo(field);
    }

    private static void PutType(List<byte> bytes, Random random)
    {
        var types = "\0\0001234567xgLKSDMNVXA"u8;
        if (Header(bytes, random) is { } at)
            bytes[at + 156] = types[random.Next(types.Length)];
    }

    private static void PutMagic(List<byte> bytes, Random random)
    {
        if (Header(bytes, random) is { } at)
            (random.Next(2) == 0 ? "ustar\000"u8 : "ustar  \0"u8).CopyTo(CollectionsMarshal.AsSpan(bytes)[(at + MagicOffset)..]);
    }

    private static void CopyBlock(List<byte> bytes, Random random)
    {
        if (bytes.Count < Block)
            return;
        var span = CollectionsMarshal.AsSpan(bytes);
        span.Slice(random.Next(bytes.Count / Block) * Block, Block).CopyTo(span[(random.Next(bytes.Count / Block) * Block)..]);
    }

    private static void InsertBlock(List<byte> bytes, Random random)
    {
        var block = bytes.Count < Block || random.Next(4) == 0 ? new byte[Block] : [.. bytes.GetRange(random.Next(bytes.Count / Block) * Block, Block)];
        bytes.InsertRange(random.Next((bytes.Count / Block) + 1) * Block, block);
    }

    private static void DeleteBlock(List<byte> bytes, Random random)
    {
        if (bytes.Count >= Block)
            bytes.RemoveRange(random.Next(bytes.Count / Block) * Block, Block);
    }

    private static void InsertRecords(List<byte> bytes, Random random)
    {
        var records = new PaxRecords();
        for (var count = random.Next(1, 5); count > 0; count--)
            records.Add(TarWords.Keys[random.Next(TarWords.Keys.Count)], TarWords.Values[random.Next(TarWords.Values.Count)]);
        var type = random.Next(4) == 0 ? EntryType.PaxGlobal : EntryType.PaxLocal;
        bytes.InsertRange(Boundary(bytes, random), new LayerBuilder().AddRecords(records, type).ToArray(endBlocks: 0));
    }

    private static void InsertEntry(List<byte> bytes, Random random)
    {
        string[] names = ["a", "a/b", "dir", "dir/", "dir/file", "link/x", "./", ".wh.a", "a/.wh..wh..opq", "link", "top", "/x", "a/../b", "lower"];
        string Name() => names[random.Next(names.Length)];
        var entry = random.Next(5) switch
        {
            0 => TestEntry.Directory(Name()),
            1 => TestEntry.Symlink(Name(), Name()),
            2 => TestEntry.HardLink(Name(), Name()),
            3 => TestEntry.File(Name(), new string('x', random.Next(3) * 300)),
            _ => TestEntry.Whiteout(Name().TrimEnd('/')),
        };
        bytes.InsertRange(Boundary(bytes, random), new LayerBuilder().Add(entry, TarDialect.Ustar).ToArray(endBlocks: 0));
    }

    /// <summary>A place before a header.</summary>
    private static int Boundary(List<byte> bytes, Random random) => Header(bytes, random) ?? random.Next((bytes.Count / Block) + 1) * Block;

    private static int? Header(List<byte> bytes, Random random)
    {
        var headers = new List<int>();
        for (var at = 0; at + Block <= bytes.Count; at += Block)
        {
            if (CollectionsMarshal.AsSpan(bytes).Slice(at + MagicOffset, 5).SequenceEqual("ustar"u8))
                headers.Add(at);
        }

        return headers.Count > 0 ? headers[random.Next(headers.Count)] : null;
    }
}
