using System.Runtime.InteropServices;

namespace OciFs.Compression;

/// <summary>A place in a compressed stream at which decoding can start.</summary>
/// <remarks>32 bytes, little-endian, in this order in the file; sorted by <see cref="Output"/>.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SeekPoint
{
    /// <summary>Offset in the decompressed stream, in bytes.</summary>
    public required long Output { get; init; }

    /// <summary>Offset in the compressed stream, in bits (whole bytes for zstd and plain data).</summary>
    public required long InputBit { get; init; }

    /// <summary>Where the decoder's state lies in <see cref="SeekIndex.State"/>; its content belongs to the format's decoder.</summary>
    public required long StateOffset { get; init; }

    /// <summary>Length of that state in bytes; 0 where none is needed (start of a member or frame).</summary>
    public required int StateLength { get; init; }

    /// <summary>A decoder's own remark on the state.</summary>
    public required int Flags { get; init; }
}
