namespace OciFs.Compression;

/// <summary>A decoder of a <see cref="DecoderPool"/>, and scratch memory for blocks that are not to be kept. Owns both.</summary>
internal sealed class LiveDecoder(ResumableDecoder decoder) : IDisposable
{
    private readonly NativeBlock _scratch = new(BlockCache.BlockSize);

    /// <summary>The decoder; used by whoever took this from the pool.</summary>
    public ResumableDecoder Decoder { get; } = decoder;

    /// <summary>Room for one block; used by whoever took this from the pool.</summary>
    public unsafe Span<byte> Scratch => new(_scratch.Pointer, _scratch.Length);

    /// <summary>Whether a thread has taken it.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Busy: where decoding began. Changed under the pool's lock, as the rest below.</summary>
    public long From { get; set; }

    /// <summary>Where it stands, or will stand when no longer busy.</summary>
    public long Goal { get; set; }

    /// <summary>When it was taken last, by the pool's count.</summary>
    public long LastUse { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Decoder.Dispose();
        _scratch.Dispose();
    }
}
