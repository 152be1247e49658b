using System.Buffers.Binary;
using System.IO.Compression;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Tests.Bounds;

/// <summary>Layers that are small as they are stored and large as they are read: one part repeated, as gzip members or zstd frames.</summary>
internal static class Bomb
{
    private const int Block = 128 << 10;

    /// <summary>A head, a part so many times, and the end of a tar; ratios up to 1,030 to 1.</summary>
    public static byte[] Gzip(byte[] head, byte[] part, int count)
    {
        var bomb = new MemoryStream();
        bomb.Write(Member(head));
        var member = Member(part);
        for (var i = 0; i < count; i++)
            bomb.Write(member);
        bomb.Write(Member(new byte[1024]));
        return bomb.ToArray();
    }

    /// <summary>A head and so many zeros: RLE blocks of 4 bytes for 128 KiB (RFC 8878 §3.1.1.2), 32,768 to 1.</summary>
    public static byte[] Zstd(byte[] head, long zeros)
    {
        var bomb = new MemoryStream();
        bomb.Write([0x28, 0xB5, 0x2F, 0xFD, 0, 7 << 3]);
        bomb.Write(Header(head.Length, type: 0));
        bomb.Write(head);
        for (var left = zeros; left > 0; left -= Block)
        {
            bomb.Write(Header((int)Math.Min(Block, left), type: 1));
            bomb.WriteByte(0);
        }

        bomb.Write([1, 0, 0]);
        return bomb.ToArray();
    }

    /// <summary>The header of a file of any size, whose content is still to come.</summary>
    public static byte[] HeadOf(string name, long size)
    {
        var head = LayerBuilder.Tar([TestEntry.File(name)], end: TarEnd.None);
        var block = new TarBlock();
        head.CopyTo(block.Bytes, 0);
        block.SetNumber(124, 12, size);
        return block.Seal().Bytes;
    }

    /// <summary>An image of one layer that is not unpacked to find its diffID.</summary>
    public static Descriptor Image(LayoutBuilder layout, byte[] blob, params byte[][] more) =>
        layout.AddImage([new LayerBlob([], blob, "application/vnd.oci.image.layer.v1.tar"), .. more.Select(tar => LayerBlob.Of(tar))]).Manifest;

    private static byte[] Member(byte[] part)
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.SmallestSize, leaveOpen: true))
            gzip.Write(part);
        return member.ToArray();
    }

    private static byte[] Header(int length, int type)
    {
        var header = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(header, (length << 3) | (type << 1));
        return header[..3];
    }
}
