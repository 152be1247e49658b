using System.Runtime.CompilerServices;

namespace OciFs.Compression.Gzip;

/// <summary>The header of a gzip member (RFC 1952 §2.3).</summary>
internal struct GzipHeader
{
    private const byte HeaderCrc = 1 << 1;
    private const byte Extra = 1 << 2;
    private const byte Name = 1 << 3;
    private const byte Comment = 1 << 4;
    private const byte Reserved = 0xE0;
    private const byte Deflate = 8;

    private readonly BitInput _input;
    private uint _crc;

    private GzipHeader(BitInput input) => _input = input;

    /// <summary>Reads a header.</summary>
    /// <returns>False if none begins here behind another member: what is left, if anything, is garbage to be ignored.</returns>
    public static bool TryRead(BitInput input, bool isFirst)
    {
        input.Ensure(2);
        if (!StartsWithMagic(input))
        {
            if (isFirst)
                throw input.Ready < 2 ? input.Truncated() : input.Corrupt("no gzip header");
            return false;
        }

        new GzipHeader(input).Read();
        return true;
    }

    private static unsafe bool StartsWithMagic(BitInput input) =>
        input.Ready >= 2 && Unsafe.ReadUnaligned<ushort>(input.Next) == 0x8B1F;

    private void Read()
    {
        Skip(2);
        var method = ReadByte();
        var flags = ReadByte();
        if (method != Deflate || (flags & Reserved) != 0)
        {
            throw new CompressedDataException(
                CompressedDataError.Unsupported, $"gzip: compression method {method}, flags 0x{flags:x2} are not known");
        }

        Skip(6); // MTIME, XFL, OS
        if ((flags & Extra) != 0)
            Skip(ReadByte() | (ReadByte() << 8));
        if ((flags & Name) != 0)
            SkipText();
        if ((flags & Comment) != 0)
            SkipText();
        if ((flags & HeaderCrc) != 0)
            CheckCrc();
    }

    private readonly void CheckCrc()
    {
        var stored = _input.ReadByte() | (_input.ReadByte() << 8);
        if (stored != (ushort)_crc)
            throw _input.Corrupt("wrong CRC of a member's header");
    }

    private byte ReadByte()
    {
        var octet = _input.ReadByte();
        _crc = Crc32.Append(_crc, [octet]);
        return octet;
    }

    private void Skip(int count)
    {
        for (; count > 0; count--)
            ReadByte();
    }

    private void SkipText()
    {
        while (ReadByte() != 0)
        {
            // Up to the zero behind it.
        }
    }
}
