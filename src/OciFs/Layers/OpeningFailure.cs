using OciFs.References;

namespace OciFs.Layers;

/// <summary>Why a layer or blob could not be opened, and whether it may be tried again.</summary>
internal static class OpeningFailure
{
    // A blob that could not be had may be there a moment later; bytes that are wrong stay wrong.
    private const long LeastRest = 1000;

    /// <summary>The one error kind for whatever was thrown: everything that reads foreign bytes ends here.</summary>
    public static OciFsException Of(Exception error, Digest digest) => error switch
    {
        OciFsException own => own,
        IOException or UnauthorizedAccessException =>
            new OciFsException(OciFsError.Unavailable, $"{digest}: the blob cannot be read: {error.Message}", error),
        OutOfMemoryException or TaskSchedulerException or ThreadStartException => new OciFsException(
            OciFsError.Unavailable, $"{digest}: the blob cannot be read now: memory, threads or file descriptors have run out (raise the limit: ulimit -n)", error),
        _ => new OciFsException(OciFsError.Invalid, $"{digest}: the blob cannot be understood: {error.GetType().Name}: {error.Message}", error),
    };

    /// <summary>
    /// Whether what failed is worth another try now: a second after, and after a rest as long as the try itself, so that who looks again and
    /// again at a blob that breaks off late does not have the store read without end.
    /// </summary>
    /// <param name="failure">The failure.</param>
    /// <param name="begunAt">When the try began (<see cref="Environment.TickCount64"/>).</param>
    /// <param name="failedAt">When it failed.</param>
    /// <param name="now">The time now.</param>
    public static bool MayRetry(Exception? failure, long begunAt, long failedAt, long now) =>
        failure is OciFsException { Error: OciFsError.NotFound or OciFsError.Unavailable or OciFsError.PermissionDenied }
        && now - failedAt > Math.Max(LeastRest, failedAt - begunAt);
}
