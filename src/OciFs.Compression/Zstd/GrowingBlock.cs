namespace OciFs.Compression.Zstd;

/// <summary>Owns memory outside the managed heap that is used again and again for contents of different sizes.</summary>
internal sealed unsafe class GrowingBlock : IDisposable
{
    /// <summary>
    /// A larger block is not kept for the next content: pages never touched cost nothing, so that a sparse window of 128 MiB is cheap,
    /// but only while it is fresh.
    /// </summary>
    private const int KeepUpTo = 16 << 20;

    private NativeBlock _block = new(1 << 16);

    /// <summary>Room in bytes.</summary>
    public int Length => _block.Length;

    /// <summary>First byte; valid until <see cref="Renew"/>.</summary>
    public byte* Pointer => _block.Pointer;

    /// <summary>The first <paramref name="length"/> bytes.</summary>
    public Span<byte> Slice(int length) => new Span<byte>(_block.Pointer, _block.Length)[..length];

    /// <summary>Makes room for <paramref name="length"/> bytes; what it held is lost.</summary>
    public void Renew(int length)
    {
        if (length > _block.Length || _block.Length > KeepUpTo)
        {
            _block.Dispose();
            _block = new NativeBlock(length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _block.Dispose();
}
