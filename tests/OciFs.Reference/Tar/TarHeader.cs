using System.Text;

namespace OciFs.Reference.Tar;

/// <summary>The fields of a header block, as <see cref="TarBlock"/> places them.</summary>
internal sealed class TarHeader(byte[] block)
{
    public EntryType Type => (EntryType)block[156];

    public long Size => Number(124, 12);

    public ByteString LinkName => Text(157, 100);

    /// <summary>With the prefix of a POSIX header; GNU's ("ustar  ") and v7's have none.</summary>
    public ByteString Name =>
        IsPosix && !Prefix.IsEmpty ? Prefix + "/" + Text(0, 100) : Text(0, 100);

    /// <summary>v7 headers end before the device numbers.</summary>
    public bool HasDevice => block.AsSpan(257, 5).SequenceEqual("ustar"u8) && Type is EntryType.CharacterDevice or EntryType.BlockDevice;

    public byte[] Bytes => block;

    /// <summary>star has times behind the first 131 bytes.</summary>
    private ByteString Prefix => Text(345, block.AsSpan(508, 4).SequenceEqual("tar\0"u8) ? 131 : 155);

    private bool IsPosix => block.AsSpan(257, 6).SequenceEqual("ustar\0"u8);

    /// <summary>Compares the checksum.</summary>
    /// <exception cref="InvalidDataException">The checksum is not that of the block.</exception>
    public void CheckSum()
    {
        var sum = 0;
        for (var i = 0; i < block.Length; i++)
            sum += i is >= 148 and < 156 ? ' ' : block[i];
        if (sum != Number(148, 8))
            throw new InvalidDataException($"checksum {Number(148, 8)} should be {sum}");
    }

    /// <summary>Octal between blanks and NULs (nothing at all is 0), or base-256 where the top bit is set.</summary>
    public long Number(int offset, int length)
    {
        var field = block.AsSpan(offset, length);
        if ((field[0] & 0x80) != 0)
            return Base256(field);
        var digits = Encoding.Latin1.GetString(field).Trim(' ', '\0');
        if (digits.IndexOf('\0') is >= 0 and var end)
            digits = digits[..end];
        var value = 0L;
        foreach (var digit in digits)
            value = digit is >= '0' and <= '7' ? (value * 8) + digit - '0' : throw new InvalidDataException($"'{digits}' is not octal");
        return value;
    }

    private static long Base256(ReadOnlySpan<byte> field)
    {
        Int128 value = (field[0] & 0x40) != 0 ? -1 : 0;
        value = (value << 6) | (Int128)(field[0] & 0x3f);
        foreach (var digit in field[1..])
            value = (value << 8) | (Int128)digit;
        return value >= long.MinValue && value <= long.MaxValue ? (long)value : throw new InvalidDataException("number over 64 bits");
    }

    private ByteString Text(int offset, int length)
    {
        var field = block.AsSpan(offset, length);
        var end = field.IndexOf((byte)0);
        return new ByteString(end < 0 ? field : field[..end]);
    }
}
