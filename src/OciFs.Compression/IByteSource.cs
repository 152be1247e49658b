namespace OciFs.Compression;

/// <summary>A run of bytes that can be read at any offset, by several threads at once.</summary>
/// <remarks>The reader never owns the source: whoever opened it closes it.</remarks>
public interface IByteSource
{
    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads at <paramref name="offset"/>; short only where the source ends.</summary>
    /// <returns>The number of bytes read; 0 at or behind the end.</returns>
    /// <exception cref="IOException">The bytes cannot be had.</exception>
    int ReadAt(long offset, Span<byte> destination);
}
