namespace OciFs.Compression;

/// <summary>A decoder of a <see cref="DecoderPool"/>, and scratch memory for blocks that are not to be kept. Owns both.</summary>
/// <param name="decoder">The decoder; taken over.</param>
/// <param name="charged">What <see cref="Charged"/> is at first.</param>
internal sealed class LiveDecoder(ResumableDecoder decoder, long charged) : IDisposable
{
    private const int Idle = 0;
    private const int Busy = 1;
    private const int Retired = 2;

    private readonly NativeBlock _scratch = new(BlockCache.BlockSize);
    private int _state = Busy;

    /// <summary>The decoder; used by whoever took this from the pool.</summary>
    public ResumableDecoder Decoder { get; } = decoder;

    /// <summary>Room for one block; used by whoever took this from the pool.</summary>
    public unsafe Span<byte> Scratch => new(_scratch.Pointer, _scratch.Length);

    /// <summary>Memory that it takes now, in bytes; asked by whoever took it.</summary>
    public long Bytes => Decoder.Bytes + _scratch.Length;

    /// <summary>Whether a thread has taken it. Of the pool's own decoders that changes under the pool's lock only.</summary>
    public bool IsBusy => Volatile.Read(ref _state) == Busy;

    /// <summary>Whether it may be taken, or retired.</summary>
    public bool IsIdle => Volatile.Read(ref _state) == Idle;

    /// <summary>Whether it was freed for others' sake, or is about to be.</summary>
    public bool IsRetired => Volatile.Read(ref _state) == Retired;

    /// <summary>Bytes that it is counted with. Changed under the lock of the <see cref="DecoderBudget"/>.</summary>
    public long Charged { get; set; } = charged;

    /// <summary>Busy: where decoding began. Changed under the pool's lock, as the rest below.</summary>
    public long From { get; set; }

    /// <summary>Where it stands, or will stand when no longer busy.</summary>
    public long Goal { get; set; }

    /// <summary>When it was taken last, by the budget's count.</summary>
    public long LastUse { get; set; }

    /// <summary>Takes it, if it is idle.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Busy, Idle) == Idle;

    /// <summary>Frees it for others' sake, if it is idle; whoever succeeds disposes it.</summary>
    public bool TryRetire() => Interlocked.CompareExchange(ref _state, Retired, Idle) == Idle;

    /// <summary>Whoever took it has no more use of it.</summary>
    public void Release() => Volatile.Write(ref _state, Idle);

    /// <inheritdoc/>
    public void Dispose()
    {
        Decoder.Dispose();
        _scratch.Dispose();
    }
}
