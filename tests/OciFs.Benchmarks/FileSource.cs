using Microsoft.Win32.SafeHandles;
using OciFs.Compression;

namespace OciFs.Benchmarks;

/// <summary>A file as a source of bytes.</summary>
internal sealed class FileSource : IByteSource, IDisposable
{
    private readonly SafeFileHandle _handle;

    /// <summary>Opens the file.</summary>
    public FileSource(string path)
    {
        _handle = File.OpenHandle(path);
        Length = RandomAccess.GetLength(_handle);
    }

    /// <inheritdoc/>
    public long Length { get; }

    /// <inheritdoc/>
    public int ReadAt(long offset, Span<byte> destination) => RandomAccess.Read(_handle, destination, offset);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
