using System.Buffers.Binary;

namespace OciFs.Compression.Gzip;

/// <summary>Decodes a gzip stream from any seek point on. What it gives is unchecked: the caller has the blocks' checksums.</summary>
internal sealed unsafe class GzipDecoder : ResumableDecoder
{
    /// <summary>Decoding stops where the reader has enough; a chunk only bounds what lies in between.</summary>
    private const int Chunk = 64 << 10;

    private readonly SeekIndex index;
    private readonly SourceBitInput input;
    private readonly OutputWindow window = new(Chunk);
    private readonly Inflater inflater;
    private bool isFirst;

    public GzipDecoder(IByteSource source, SeekIndex index)
    {
        this.index = index;
        input = new SourceBitInput(source);
        inflater = new Inflater(input, window);
        inflater.Resume(GzipPhase.End);
    }

    /// <inheritdoc/>
    public override void Start(int point)
    {
        var place = index.Points[point];
        var state = index.State.Slice((int)place.StateOffset, place.StateLength);
        Position = place.Output;
        window.Reset(place.Output);
        isFirst = true;
        switch ((GzipPointKind)place.Flags)
        {
            case GzipPointKind.Member:
                input.Seek(place.InputBit);
                inflater.Resume(GzipPhase.Member);
                break;
            case GzipPointKind.Block:
                input.Seek(place.InputBit);
                Restore(state);
                inflater.Resume(GzipPhase.Block);
                break;
            case GzipPointKind.Symbol:
                ResumeSymbols(place.InputBit, state);
                break;
            default:
                throw BadPoint();
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> destination)
    {
        var filled = 0;
        while (filled < destination.Length)
        {
            if (window.PendingLength == 0 && !DecodeMore(destination.Length - filled))
                break;
            var bytes = window.Take(destination.Length - filled);
            bytes.CopyTo(destination[filled..]);
            filled += bytes.Length;
        }

        Position += filled;
        return filled;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        inflater.Dispose();
        window.Dispose();
        input.Dispose();
    }

    private bool DecodeMore(int wanted)
    {
        if (window.IsFull)
            window.Slide();
        var limit = window.Limit - window.Out > wanted ? window.Out + wanted : window.Limit;
        while (window.Out < limit && inflater.Phase != GzipPhase.End)
            Step(limit);
        return window.PendingLength > 0;
    }

    private void Step(byte* limit)
    {
        switch (inflater.Phase)
        {
            case GzipPhase.Member:
                inflater.BeginMember(isFirst);
                isFirst = false;
                break;
            case GzipPhase.Block:
                inflater.BeginBlock();
                break;
            case GzipPhase.Trailer:
                inflater.EndMember();
                break;
            default:
                inflater.Decode(limit);
                break;
        }
    }

    private void ResumeSymbols(long bit, ReadOnlySpan<byte> state)
    {
        var headerBit = state.Length < sizeof(long) ? -1 : BinaryPrimitives.ReadInt64LittleEndian(state);
        if (headerBit < 0 || headerBit >= bit)
            throw BadPoint();
        input.Seek(headerBit);
        inflater.BeginBlock();
        if (inflater.Phase != GzipPhase.Symbols)
            throw BadPoint();
        input.Seek(bit);
        Restore(state[sizeof(long)..]);
    }

    private void Restore(ReadOnlySpan<byte> state)
    {
        if (!SparseWindow.TryRead(state, window.History))
            throw BadPoint();
        window.AllowHistory();
        isFirst = false;
    }

    private CompressedDataException BadPoint() =>
        new(CompressedDataError.Corrupt, $"gzip: the index has an invalid seek point at decompressed byte {Position}");
}
