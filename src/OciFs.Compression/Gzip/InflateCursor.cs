namespace OciFs.Compression.Gzip;

/// <summary>Where the loop stands and between what limits it may go; unmanaged memory throughout.</summary>
internal unsafe struct InflateCursor
{
    /// <summary>
    /// Bits read ahead, the next one lowest; above <see cref="Held"/> it may hold bits of the bytes at <see cref="Next"/>.
    /// </summary>
    public ulong Bits;

    /// <summary>How many bits are held, 0 to 63.</summary>
    public uint Held;

    /// <summary>The input byte behind the bits held.</summary>
    public byte* Next;

    /// <summary>Where the next output byte goes.</summary>
    public byte* Out;

    /// <summary>
    /// Input: an iteration begins below this; it reads up to <see cref="InflateLoop.InputMargin"/> bytes from where it begins.
    /// </summary>
    public byte* NextLimit;

    /// <summary>
    /// Output: an iteration begins below this; it writes up to <see cref="InflateLoop.OutputMargin"/> bytes from where it begins.
    /// </summary>
    public byte* OutLimit;

    /// <summary>The first byte that a match may refer to.</summary>
    public byte* Lowest;

    /// <summary>Literal/length table.</summary>
    public uint* LiteralLength;

    /// <summary>Distance table.</summary>
    public uint* Distance;

    /// <summary>Tracing only: the point; references to bytes before it are marked.</summary>
    public byte* Point;

    /// <summary>Tracing only: one byte for each of the 32 KiB before the point, 1 where a match took it.</summary>
    public byte* Marks;
}
