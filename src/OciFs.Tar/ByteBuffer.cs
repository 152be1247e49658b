namespace OciFs.Tar;

/// <summary>Bytes gathered over several chunks, at most <paramref name="limit"/> of them; what is beyond is counted, not kept.</summary>
internal sealed class ByteBuffer(int limit)
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public Memory<byte> Memory => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Takes what fits. Storage grows with what really arrives, never with what a header announces.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var taken = bytes[..Math.Min(bytes.Length, limit - Length)];
        if (taken.Length > _bytes.Length - Length)
            Array.Resize(ref _bytes, Math.Min(limit, Math.Max(Length + taken.Length, _bytes.Length * 2)));
        taken.CopyTo(_bytes.AsSpan(Length));
        Length += taken.Length;
    }
}
