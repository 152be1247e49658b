using System.Text;

namespace OciFs.Reference.Tar;

/// <summary>
/// One header block (POSIX pax, "ustar Interchange Format"): name 0+100, mode 100+8, uid 108+8, gid 116+8, size 124+12, mtime 136+12,
/// checksum 148+8, typeflag 156, linkname 157+100, magic 257+6, version 263+2, devmajor 329+8, devminor 337+8, prefix 345+155.
/// </summary>
public sealed class TarBlock
{
    /// <summary>Bytes of a block.</summary>
    public const int Size = 512;

    /// <summary>Longest name without a prefix, and longest link name.</summary>
    public const int NameLength = 100;

    /// <summary>The block's bytes; writing to them spoils the checksum until <see cref="Seal"/>.</summary>
    public byte[] Bytes { get; } = new byte[Size];

    public void SetText(int offset, int length, ReadOnlySpan<byte> text)
    {
        if (text.Length > length)
            throw new ArgumentException($"{text.Length} bytes do not fit into {length} at {offset}", nameof(text));
        text.CopyTo(Bytes.AsSpan(offset));
    }

    /// <summary>Octal digits and a NUL.</summary>
    public void SetOctal(int offset, int length, long value)
    {
        if (!FitsOctal(length, value))
            throw new ArgumentException($"{value} does not fit into {length - 1} octal digits", nameof(value));
        SetText(offset, length, Encoding.ASCII.GetBytes(Convert.ToString(value, 8).PadLeft(length - 1, '0')));
    }

    /// <summary>Base-256: two's complement, big-endian, the top bit of the field set (GNU tar manual, "Extended numbers").</summary>
    public void SetBase256(int offset, int length, long value)
    {
        for (var i = 0; i < length; i++)
            Bytes[offset + length - 1 - i] = (byte)(value >> Math.Min(8 * i, 63));
        Bytes[offset] |= 0x80;
    }

    /// <summary>Octal if it fits, else base-256.</summary>
    public void SetNumber(int offset, int length, long value)
    {
        if (FitsOctal(length, value))
            SetOctal(offset, length, value);
        else
            SetBase256(offset, length, value);
    }

    /// <summary>Puts the checksum in: the sum of all bytes, its own field taken as blanks.</summary>
    public TarBlock Seal()
    {
        Bytes.AsSpan(148, 8).Fill((byte)' ');
        var sum = Bytes.Sum(value => value);
        SetText(148, 8, Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 "));
        return this;
    }

    internal static bool FitsOctal(int length, long value) => value >= 0 && value < 1L << (3 * (length - 1));
}
