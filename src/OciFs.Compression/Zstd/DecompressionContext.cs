using System.Runtime.InteropServices;

namespace OciFs.Compression.Zstd;

/// <summary>Owns a ZSTD_DCtx.</summary>
internal sealed unsafe class DecompressionContext : SafeHandle
{
    /// <summary>A frame of one compressed block: one raw literal, no sequences.</summary>
    private static ReadOnlySpan<byte> SmallFrame => [0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x01, 0x1D, 0x00, 0x00, 0x08, 0x00, 0x00];

    /// <summary>Makes one, which still wants <see cref="Reset"/>.</summary>
    /// <param name="windowLog">Log2 of the largest window that it accepts.</param>
    /// <exception cref="CompressedDataException">The library is missing, or out of memory.</exception>
    public DecompressionContext(int windowLog = ZstdFormat.MaxWindowLog)
        : base(0, ownsHandle: true)
    {
        WindowLog = windowLog;
        SetHandle(LibZstd.ZSTD_createDCtx());
        if (IsInvalid)
        {
            throw new CompressedDataException(CompressedDataError.LimitExceeded, "zstd: no memory for a decoder");
        }
    }

    /// <summary>Log2 of the largest window that it accepts.</summary>
    public int WindowLog { get; }

    /// <summary>Memory that it takes now, in bytes.</summary>
    public long Bytes => (long)LibZstd.ZSTD_sizeof_DCtx(this);

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Forgets the frame and the dictionary; windows up to the limit are accepted from here on.</summary>
    /// <remarks>
    /// What ZSTD_DCtx_reset leaves is that the dictionary is cold (ddictIsCold in zstd_decompress_internal.h): the next compressed block of
    /// whatever frame then goes to another loop, which refuses what the usual one takes. A small frame takes that block's place.
    /// </remarks>
    public void Reset()
    {
        LibZstd.Check(LibZstd.ZSTD_DCtx_reset(this, LibZstd.ResetSessionAndParameters), "reset");
        LibZstd.Check(LibZstd.ZSTD_DCtx_setParameter(this, LibZstd.WindowLogMax, WindowLog), "window limit");
        byte literal;
        fixed (byte* frame = SmallFrame)
        {
            LibZstd.Check(LibZstd.ZSTD_decompressDCtx(this, &literal, 1, frame, (nuint)SmallFrame.Length), "reset");
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibZstd.ZSTD_freeDCtx(handle) == 0;
}
