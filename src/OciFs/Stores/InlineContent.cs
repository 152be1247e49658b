namespace OciFs.Stores;

/// <summary>
/// Content that stands in its descriptor (image-spec descriptor.md, <c>data</c>), found to have its size and digest, as a blob. Equal where the bytes are.
/// </summary>
/// <param name="bytes">The content.</param>
internal sealed class InlineContent(ReadOnlyMemory<byte> bytes) : IBlob, IEquatable<InlineContent>
{
    private readonly ReadOnlyMemory<byte> _bytes = bytes;

    /// <inheritdoc/>
    public long Length => _bytes.Length;

    /// <inheritdoc/>
    public int ReadAt(long offset, Span<byte> destination)
    {
        var rest = _bytes.Span[(int)Math.Min(offset, _bytes.Length)..];
        rest = rest[..Math.Min(rest.Length, destination.Length)];
        rest.CopyTo(destination);
        return rest.Length;
    }

    /// <summary>Whether it is the same content, by whatever descriptor.</summary>
    public bool Equals(InlineContent? other) => other is not null && _bytes.Span.SequenceEqual(other._bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as InlineContent);

    /// <inheritdoc/>
    public override int GetHashCode() => _bytes.Length;

    /// <summary>Nothing is held open.</summary>
    public void Dispose()
    {
    }
}
