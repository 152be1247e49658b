using System.Runtime.InteropServices;

namespace OciFs.Stores.Unpacked;

/// <summary>The head of a <see cref="SegmentTable"/>'s bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = Length)]
internal struct SegmentTableHeader
{
    /// <summary>Bytes.</summary>
    public const int Length = 40;

    /// <summary>Part of the name of the file it is kept in: another version is another file.</summary>
    public const string Version = "split-1";

    /// <summary>"OciFsSg1".</summary>
    public const ulong CurrentMagic = 0x31675373_4669634F;

    /// <summary>The first byte that the checksum covers.</summary>
    public const int ChecksumStart = 16;

    /// <summary><see cref="CurrentMagic"/>.</summary>
    public ulong Magic;

    /// <summary>Of all bytes from <see cref="ChecksumStart"/> on.</summary>
    public ulong Checksum;

    /// <summary>Number of <see cref="Segment"/>.</summary>
    public long Count;

    /// <summary>Bytes of the heap behind them.</summary>
    public long HeapLength;

    /// <summary>Bytes of the whole tar.</summary>
    public long TarLength;
}
