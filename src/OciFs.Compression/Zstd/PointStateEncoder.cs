using System.Buffers.Binary;

namespace OciFs.Compression.Zstd;

/// <summary>Turns an open point into the bytes of its <see cref="PointState"/>; reuses its buffers, which it owns.</summary>
internal sealed unsafe class PointStateEncoder : IDisposable
{
    // Windows compress little better at higher levels, and this runs beside decoding.
    private const int Level = 1;

    private readonly CompressionContext _context = new();
    private readonly GrowingBlock _raw = new();
    private readonly GrowingBlock _packed = new();
    private readonly WindowRunWriter _runs = new();

    /// <summary>The state: the size of the raw state, then the raw state as a zstd frame.</summary>
    public byte[] Encode(ReadOnlySpan<byte> header, WindowMarks marks)
    {
        _runs.Reset();
        marks.WriteTo(_runs);
        _runs.Flush();
        var size = PointState.Size(header, _runs);
        _raw.Renew(size);
        PointState.Write(_raw.Slice(size), marks.WindowLength, header, _runs);
        _packed.Renew((int)LibZstd.ZSTD_compressBound((nuint)size));
        var length = LibZstd.Check(
            LibZstd.ZSTD_compressCCtx(_context, _packed.Pointer, (nuint)_packed.Length, _raw.Pointer, (nuint)size, Level), "seek point");
        var state = new byte[4 + (int)length];
        BinaryPrimitives.WriteInt32LittleEndian(state, size);
        _packed.Slice((int)length).CopyTo(state.AsSpan(4));
        return state;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Dispose();
        _raw.Dispose();
        _packed.Dispose();
    }
}
