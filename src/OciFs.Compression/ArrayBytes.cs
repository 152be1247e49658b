using System.Buffers;

namespace OciFs.Compression;

/// <summary>Growing bytes of the managed heap.</summary>
internal sealed class ArrayBytes : IGrowingBytes
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Span => _bytes.WrittenSpan;

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> added) => _bytes.Write(added);
}
