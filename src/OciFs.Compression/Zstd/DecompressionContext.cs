using System.Runtime.InteropServices;

namespace OciFs.Compression.Zstd;

/// <summary>Owns a ZSTD_DCtx.</summary>
internal sealed class DecompressionContext : SafeHandle
{
    /// <summary>Makes one, which still wants <see cref="Reset"/>.</summary>
    /// <exception cref="CompressedDataException">The library is missing, or out of memory.</exception>
    public DecompressionContext()
        : base(0, ownsHandle: true)
    {
        SetHandle(LibZstd.ZSTD_createDCtx());
        if (IsInvalid)
        {
            throw new CompressedDataException(CompressedDataError.LimitExceeded, "zstd: no memory for a decoder");
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>Forgets the frame and the dictionary; windows up to the limit are accepted from here on.</summary>
    public void Reset()
    {
        LibZstd.Check(LibZstd.ZSTD_DCtx_reset(this, LibZstd.ResetSessionAndParameters), "reset");
        LibZstd.Check(LibZstd.ZSTD_DCtx_setParameter(this, LibZstd.WindowLogMax, ZstdFormat.MaxWindowLog), "window limit");
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibZstd.ZSTD_freeDCtx(handle) == 0;
}
