namespace OciFs.Compression.Zstd;

/// <summary>Decodes a zstd stream forward from any point of its index.</summary>
/// <remarks>
/// Started inside a frame, the window holds only what is referred to up to the next point: there the decoder starts itself anew. The frame's
/// own checksum cannot be verified then; the checksums of the index's blocks take its place, in whoever reads through this.
/// </remarks>
internal sealed unsafe class ZstdDecoder : ResumableDecoder
{
    private const int InputSize = 128 << 10;

    private readonly IByteSource source;
    private readonly SeekIndex index;
    private readonly DecompressionContext context = new();
    private readonly ResumeDictionary dictionary = new();
    private readonly NativeBlock input = new(InputSize);
    private int inputStart;
    private int inputEnd;
    private long inputOffset;       // in the source, of the byte at inputEnd
    private long inputLimit;        // the source is not read beyond it: the next point while the window is sparse
    private int point;
    private bool isSparse;
    private bool mayHoldOutput;     // libzstd filled the destination last time

    /// <summary>Makes a decoder that stands nowhere until <see cref="Start"/>.</summary>
    /// <param name="source">Stays the caller's.</param>
    /// <param name="index">Made of the same bytes; may be forged.</param>
    /// <exception cref="CompressedDataException">LibraryMissing.</exception>
    public ZstdDecoder(IByteSource source, SeekIndex index)
    {
        this.source = source;
        this.index = index;
    }

    /// <inheritdoc/>
    public override void Start(int point)
    {
        var at = index.Points[point];
        if ((at.InputBit & 7) != 0)
        {
            throw PointState.Forged();
        }

        this.point = point;
        Position = at.Output;
        inputStart = inputEnd = 0;
        inputOffset = at.InputBit >> 3;
        mayHoldOutput = false;
        isSparse = at.StateLength != 0;
        context.Reset();
        if (isSparse)
        {
            dictionary.Load(context, index.State.Slice((int)at.StateOffset, at.StateLength), at.Flags);
        }

        inputLimit = isSparse && point + 1 < index.Points.Length ? index.Points[point + 1].InputBit >> 3 : index.CompressedLength;
        if (inputLimit < inputOffset)
        {
            throw PointState.Forged();
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        destination = destination[..(int)Math.Min(destination.Length, index.Length - Position)];
        var done = 0;
        while (done < destination.Length)
        {
            if (mayHoldOutput || inputStart < inputEnd || Fill())
            {
                done += Decode(destination[done..]);
            }
        }

        return done;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        context.Dispose();
        dictionary.Dispose();
        input.Dispose();
    }

    private int Decode(Span<byte> destination)
    {
        fixed (byte* bytes = destination)
        {
            var from = new LibZstd.InBuffer(input.Pointer + inputStart, inputEnd - inputStart);
            var to = new LibZstd.OutBuffer(bytes, destination.Length);
            var rest = LibZstd.ZSTD_decompressStream(context, ref to, ref from);
            if (LibZstd.IsError(rest))
            {
                throw LibZstd.Error(rest, $"before byte {inputOffset}");
            }

            inputStart += (int)from.Position;
            mayHoldOutput = to.Position == to.Size;
            Position += (long)to.Position;
            if (rest == 0 && isSparse)
            {
                EndSparseFrame();
            }

            return (int)to.Position;
        }
    }

    /// <summary>Reads more of the source; false where the decoder started itself at the next point instead.</summary>
    private bool Fill()
    {
        if (inputOffset == inputLimit && isSparse && point + 1 < index.Points.Length)
        {
            if (index.Points[point + 1].Output != Position)
            {
                throw PointState.Forged();
            }

            Start(point + 1);
            return false;
        }

        var wanted = (int)Math.Min(InputSize, inputLimit - inputOffset);
        inputStart = 0;
        inputEnd = wanted == 0 ? 0 : source.ReadAt(inputOffset, new Span<byte>(input.Pointer, wanted));
        inputOffset += inputEnd;
        return inputEnd > 0
            ? true
            : throw new CompressedDataException(CompressedDataError.Truncated, $"zstd: the stream ends at byte {inputOffset}");
    }

    /// <summary>The frame's end was decoded without its checksum, which lies there still; what follows are whole frames.</summary>
    private void EndSparseFrame()
    {
        inputOffset += inputStart - inputEnd;
        inputOffset += PointState.HasChecksum(index.Points[point].Flags) ? ZstdFormat.ChecksumSize : 0;
        inputStart = inputEnd = 0;
        inputLimit = Math.Max(index.CompressedLength, inputOffset);
        isSparse = false;
        mayHoldOutput = false;
        context.Reset();
    }
}
