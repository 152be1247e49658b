namespace OciFs.Compression;

/// <summary>What is wrong with a compressed stream.</summary>
public enum CompressedDataError
{
    /// <summary>The bytes break the format, or a checksum does not match.</summary>
    Corrupt,

    /// <summary>The stream ends before the format says it may.</summary>
    Truncated,

    /// <summary>Valid, but of a kind that is not decoded (a dictionary, another format).</summary>
    Unsupported,

    /// <summary>Valid, but asks for more than a named limit allows.</summary>
    LimitExceeded,

    /// <summary>A library that decoding needs is missing on this machine.</summary>
    LibraryMissing,
}

/// <summary>The one exception of this library for bad input; the message is one line that says what and where.</summary>
public sealed class CompressedDataException(CompressedDataError error, string message) : Exception(message)
{
    /// <summary>What kind of problem.</summary>
    public CompressedDataError Error { get; } = error;

    /// <summary>Whether a decoder that may take a larger window can go on.</summary>
    internal bool WantsLargerWindow { get; init; }
}
