using System.Runtime.InteropServices;

namespace OciFs.Stores.Unpacked;

/// <summary>The head of a <see cref="SegmentTable"/>'s bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = Length)]
internal struct SegmentTableHeader
{
    /// <summary>Bytes.</summary>
    public const int Length = 32;

    /// <summary>Part of the name of the file it is kept in: another version is another file.</summary>
    public const string Version = "split-2";

    /// <summary>"OciFsSg2".</summary>
    public const ulong CurrentMagic = 0x32675373_4669634F;

    /// <summary><see cref="CurrentMagic"/>.</summary>
    public ulong Magic;

    /// <summary>Number of <see cref="Segment"/>.</summary>
    public long Count;

    /// <summary>Bytes of the heap behind them.</summary>
    public long HeapLength;

    /// <summary>Bytes of the whole tar.</summary>
    public long TarLength;
}
