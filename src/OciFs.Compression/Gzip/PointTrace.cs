using System.Buffers.Binary;

namespace OciFs.Compression.Gzip;

/// <summary>
/// One seek point in the making: the window before it, and what of it was referred to so far. Owns its memory; used for one point after
/// another.
/// </summary>
internal sealed unsafe class PointTrace : IDisposable
{
    private readonly NativeBlock _block = new(2 * InflateLoop.WindowSize);
    private readonly byte[] _state = new byte[sizeof(long) + SparseWindow.MaxSize];
    private GzipPointKind _kind;
    private long _bit;
    private long _blockBit;

    /// <summary>Whether a point is in the making.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Offset of the point in the decompressed stream.</summary>
    public long Output { get; private set; }

    /// <summary>Matches from here on cannot refer to what is before the point.</summary>
    public long End => Output + InflateLoop.WindowSize;

    /// <summary>A byte for each of the window, not zero once a match took it.</summary>
    public byte* Marks => _block.Pointer;

    private Span<byte> MarkBytes => new(Marks, InflateLoop.WindowSize);

    private Span<byte> Window => new(_block.Pointer + InflateLoop.WindowSize, InflateLoop.WindowSize);

    /// <summary>Begins a point where the window's <see cref="OutputWindow.Out"/> stands.</summary>
    /// <param name="pointKind">What kind of place that is.</param>
    /// <param name="window">The 32 KiB before it.</param>
    /// <param name="output">Its offset in the decompressed stream.</param>
    /// <param name="inputBit">Its offset in the compressed stream in bits.</param>
    /// <param name="headerBit">Where the header of the block begins that it stands in or at.</param>
    public void Begin(GzipPointKind pointKind, ReadOnlySpan<byte> window, long output, long inputBit, long headerBit)
    {
        _kind = pointKind;
        Output = output;
        _bit = inputBit;
        _blockBit = headerBit;
        IsActive = true;
        window.CopyTo(Window);
        MarkBytes.Clear();
    }

    /// <summary>Adds the point, if one is in the making, to the index: all that refers to its window has been decoded.</summary>
    public void Finish(SeekIndexBuilder index)
    {
        if (!IsActive)
            return;
        IsActive = false;
        var header = 0;
        if (_kind == GzipPointKind.Symbol)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_state, _blockBit);
            header = sizeof(long);
        }

        var length = SparseWindow.Write(Window, MarkBytes, _state.AsSpan(header));
        index.AddPoint(Output, _bit, _state.AsSpan(0, header + length), (int)_kind);
    }

    /// <inheritdoc/>
    public void Dispose() => _block.Dispose();
}
