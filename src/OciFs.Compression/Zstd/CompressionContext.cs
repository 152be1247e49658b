using System.Runtime.InteropServices;

namespace OciFs.Compression.Zstd;

/// <summary>Owns a ZSTD_CCtx.</summary>
internal sealed class CompressionContext : SafeHandle
{
    /// <summary>Makes one.</summary>
    /// <exception cref="CompressedDataException">The library is missing, or out of memory.</exception>
    public CompressionContext()
        : base(0, ownsHandle: true)
    {
        SetHandle(LibZstd.ZSTD_createCCtx());
        if (IsInvalid)
        {
            throw new CompressedDataException(CompressedDataError.LimitExceeded, "zstd: no memory for an encoder");
        }
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibZstd.ZSTD_freeCCtx(handle) == 0;
}
