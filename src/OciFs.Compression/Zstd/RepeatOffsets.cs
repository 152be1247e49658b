using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace OciFs.Compression.Zstd;

/// <summary>The three offsets that sequences can repeat (RFC 8878 §3.1.1.5).</summary>
internal record struct RepeatOffsets(uint First, uint Second, uint Third)
{
    /// <summary>Bytes that <see cref="Write"/> takes.</summary>
    public const int Size = 12;

    /// <summary>As at the start of a frame.</summary>
    public static RepeatOffsets Initial => new(1, 4, 8);

    /// <summary>The offset that a sequence means, which becomes the first; 0 only in a corrupt stream.</summary>
    /// <param name="value">Offset_Value as decoded: 1…3 repeat.</param>
    /// <param name="literalLength">The sequence's; where it is 0 the repeats shift by one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Resolve(uint value, uint literalLength)
    {
        if (value > 3)
        {
            (First, Second, Third) = (value - 3, First, Second);
            return First;
        }

        var which = literalLength == 0 ? value + 1 : value;
        switch (which)
        {
            case 1:
                break;
            case 2:
                (First, Second) = (Second, First);
                break;
            case 3:
                (First, Second, Third) = (Third, First, Second);
                break;
            default:
                (First, Second, Third) = (First - 1, First, Second);
                break;
        }

        return First;
    }

    /// <summary>Writes them as a dictionary has them (RFC 8878 §5).</summary>
    public readonly void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, First);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Second);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], Third);
    }
}
