namespace OciFs;

/// <summary>The closed set of what can go wrong; each host maps all of it (errno, exit status).</summary>
public enum OciFsError
{
    /// <summary>What was named is not there.</summary>
    NotFound,

    /// <summary>Malformed, or not what it claims to be.</summary>
    Invalid,

    /// <summary>The bytes are not those that the digest speaks of.</summary>
    DigestMismatch,

    /// <summary>Well-formed, but of a kind that is not read here.</summary>
    Unsupported,

    /// <summary>One of <see cref="Limits"/> was met.</summary>
    LimitExceeded,

    /// <summary>The bytes cannot be had: an I/O error.</summary>
    Unavailable,

    /// <summary>More than one thing answers to the name.</summary>
    Ambiguous,

    /// <summary>The process may not read it.</summary>
    PermissionDenied,
}
