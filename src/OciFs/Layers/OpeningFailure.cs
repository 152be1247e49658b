using OciFs.References;

namespace OciFs.Layers;

/// <summary>Why a layer or blob could not be opened, and whether it may be tried again.</summary>
internal static class OpeningFailure
{
    // A blob that could not be had may be there a moment later; bytes that are wrong stay wrong.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>The one error kind for whatever was thrown: everything that reads foreign bytes ends here.</summary>
    public static OciFsException Of(Exception error, Digest digest) => error switch
    {
        OciFsException own => own,
        IOException or UnauthorizedAccessException =>
            new OciFsException(OciFsError.Unavailable, $"{digest}: the blob cannot be read: {error.Message}", error),
        _ => new OciFsException(OciFsError.Invalid, $"{digest}: the blob cannot be understood: {error.GetType().Name}: {error.Message}", error),
    };

    /// <summary>Whether a failure of <paramref name="failedAt"/> (<see cref="Environment.TickCount64"/>) is worth another try now.</summary>
    public static bool MayRetry(AggregateException failure, long failedAt) =>
        failure.InnerException is OciFsException { Error: OciFsError.NotFound or OciFsError.Unavailable or OciFsError.PermissionDenied }
        && Environment.TickCount64 - failedAt > RetryAfter.TotalMilliseconds;
}
