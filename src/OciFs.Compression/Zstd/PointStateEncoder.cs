using System.Buffers.Binary;

namespace OciFs.Compression.Zstd;

/// <summary>Turns an open point into the bytes of its <see cref="PointState"/>; reuses its buffers, which it owns.</summary>
internal sealed unsafe class PointStateEncoder : IDisposable
{
    // Windows compress little better at higher levels, and this runs beside decoding.
    private const int Level = 1;

    private readonly CompressionContext context = new();
    private readonly GrowingBlock raw = new();
    private readonly GrowingBlock packed = new();
    private readonly WindowRunWriter runs = new();

    /// <summary>The state: the size of the raw state, then the raw state as a zstd frame.</summary>
    public byte[] Encode(ReadOnlySpan<byte> header, WindowMarks marks)
    {
        runs.Reset();
        marks.WriteTo(runs);
        runs.Flush();
        var size = PointState.Size(header, runs);
        raw.Renew(size);
        PointState.Write(raw.Slice(size), marks.WindowLength, header, runs);
        packed.Renew((int)LibZstd.ZSTD_compressBound((nuint)size));
        var length = LibZstd.Check(
            LibZstd.ZSTD_compressCCtx(context, packed.Pointer, (nuint)packed.Length, raw.Pointer, (nuint)size, Level), "seek point");
        var state = new byte[4 + (int)length];
        BinaryPrimitives.WriteInt32LittleEndian(state, size);
        packed.Slice((int)length).CopyTo(state.AsSpan(4));
        return state;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        context.Dispose();
        raw.Dispose();
        packed.Dispose();
    }
}
