namespace OciFs.Compression.Zstd;

/// <summary>One state of an FSE table: the value it stands for and where it leads, in eight bytes.</summary>
internal struct SequenceEntry
{
    /// <summary>Value of the code before its extra bits.</summary>
    public uint Baseline;

    /// <summary>Next state before the bits read.</summary>
    public ushort NextState;

    /// <summary>Bits to add to <see cref="Baseline"/>.</summary>
    public byte ExtraBits;

    /// <summary>Bits to add to <see cref="NextState"/>.</summary>
    public byte StateBits;
}
