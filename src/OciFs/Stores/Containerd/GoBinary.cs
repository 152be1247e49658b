using System.Buffers.Binary;

namespace OciFs.Stores.Containerd;

/// <summary>Values as Go's standard library writes them.</summary>
internal static class GoBinary
{
    private const int TimeBytes = 15;
    private const int MaxVarintBytes = 10;

    /// <summary>A time of <c>time.MarshalBinary</c>: version 1 (2 with seconds of zone behind), seconds since year 1, nanoseconds, minutes of zone.</summary>
    /// <returns>In UTC; null where it is no time.</returns>
    public static DateTimeOffset? Time(ReadOnlySpan<byte> value)
    {
        if (value.Length < TimeBytes || value[0] is not (1 or 2))
        {
            return null;
        }

        var seconds = BinaryPrimitives.ReadInt64BigEndian(value[1..]);
        var nanoseconds = BinaryPrimitives.ReadUInt32BigEndian(value[9..]);
        return seconds >= 0 && seconds <= DateTime.MaxValue.Ticks / TimeSpan.TicksPerSecond - 1 && nanoseconds < 1_000_000_000
            ? new DateTimeOffset((seconds * TimeSpan.TicksPerSecond) + (nanoseconds / TimeSpan.NanosecondsPerTick), TimeSpan.Zero)
            : null;
    }

    /// <summary>A signed number of <c>binary.PutVarint</c>: zig-zag, seven bits a byte; null where it is none.</summary>
    public static long? Varint(ReadOnlySpan<byte> value) => Uvarint(value) is { } number ? (long)(number >> 1) ^ -(long)(number & 1) : null;

    /// <summary>A number of <c>binary.PutUvarint</c>; null where it is none.</summary>
    public static ulong? Uvarint(ReadOnlySpan<byte> value)
    {
        var number = 0UL;
        for (var i = 0; i < Math.Min(value.Length, MaxVarintBytes); i++)
        {
            number |= (ulong)(value[i] & 0x7F) << (7 * i);
            if (value[i] < 0x80)
            {
                return i == MaxVarintBytes - 1 && value[i] > 1 ? null : number;
            }
        }

        return null;
    }
}
