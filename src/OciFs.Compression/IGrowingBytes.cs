namespace OciFs.Compression;

/// <summary>Bytes that grow at their end, wherever whoever made them has room: a stream's index may be hundreds of megabytes. One thread at a time.</summary>
public interface IGrowingBytes
{
    /// <summary>All bytes so far; valid until the next <see cref="Append"/>.</summary>
    ReadOnlySpan<byte> Span { get; }

    /// <summary>Adds bytes from elsewhere behind those that are there.</summary>
    void Append(ReadOnlySpan<byte> added);
}
