using OciFs.Fuse;

namespace OciFs.Host;

/// <summary>What the kernel is told for each kind of error (style: one exhaustive map at each border).</summary>
internal static class ErrnoMap
{
    /// <summary>The errno for an error of the core.</summary>
    public static Errno Of(OciFsError error) => error switch
    {
        OciFsError.NotFound => Errno.EIO,
        OciFsError.Invalid => Errno.EIO,
        OciFsError.DigestMismatch => Errno.EIO,
        OciFsError.Unsupported => Errno.EIO,
        OciFsError.LimitExceeded => Errno.EIO,
        OciFsError.Unavailable => Errno.EIO,
        OciFsError.Ambiguous => Errno.EINVAL,
        OciFsError.PermissionDenied => Errno.EACCES,
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, null),
    };
}
