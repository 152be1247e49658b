namespace OciFs.Compression.Gzip;

/// <summary>The first pass over a gzip stream: decodes, checks CRC-32 and length of every member, places seek points.</summary>
internal sealed unsafe class GzipIndexingReader : IndexingReader
{
    /// <summary>Points nearer than this would cost more than they save; and tracing needs 32 KiB to itself.</summary>
    public const int LeastSpan = 64 << 10;

    /// <summary>A chunk that stays in the second-level cache until it has been hashed and scanned.</summary>
    private const int Chunk = 256 << 10;

    private readonly StreamBitInput input;
    private readonly OutputWindow window = new(Chunk);
    private readonly PointTrace trace = new();
    private readonly Inflater inflater;
    private readonly int span;
    private long lastPoint = long.MinValue / 2;
    private long blockBit;
    private long memberStart;
    private long checkedTo;
    private uint crc;
    private bool isFirst = true;

    /// <summary>A reader over a stream that stands at a member's header.</summary>
    /// <param name="compressed">The gzip stream, read to its end; not disposed.</param>
    /// <param name="span">Wanted distance of points in decompressed bytes; at least <see cref="LeastSpan"/> is kept.</param>
    public GzipIndexingReader(Stream compressed, int span)
    {
        this.span = Math.Max(span, LeastSpan);
        input = new StreamBitInput(compressed);
        inflater = new Inflater(input, window) { Marks = trace.Marks };
    }

    /// <inheritdoc/>
    public override CompressionFormat Format => CompressionFormat.Gzip;

    private protected override long CompressedLength => input.BytesRead;

    private protected override ReadOnlySpan<byte> Decode()
    {
        if (inflater.Phase != GzipPhase.End)
            window.Slide();
        while (!window.IsFull && inflater.Phase != GzipPhase.End)
            Step();
        TakeCrc();
        return window.Take(int.MaxValue);
    }

    private protected override void Dispose(bool disposing)
    {
        inflater.Dispose();
        trace.Dispose();
        window.Dispose();
        input.Dispose();
    }

    private void Step()
    {
        switch (inflater.Phase)
        {
            case GzipPhase.Member:
                BeginMember();
                break;
            case GzipPhase.Block:
                BeginBlock();
                break;
            case GzipPhase.Trailer:
                EndMember();
                break;
            default:
                Decompress();
                break;
        }
    }

    private void BeginMember()
    {
        var bit = input.BitPosition;
        inflater.BeginMember(isFirst);
        isFirst = false;
        memberStart = checkedTo = window.Position;
        crc = 0;
        if (inflater.Phase == GzipPhase.End)
            input.Drain();
        else if (window.Position - lastPoint >= LeastSpan)
            AddMemberPoint(bit);
    }

    private void AddMemberPoint(long bit)
    {
        Index.AddPoint(window.Position, bit, default, (int)GzipPointKind.Member);
        lastPoint = window.Position;
    }

    private void BeginBlock()
    {
        blockBit = input.BitPosition;
        if (window.Position - lastPoint >= span)
            BeginPoint(GzipPointKind.Block);
        inflater.BeginBlock();
    }

    private void Decompress()
    {
        if (trace.IsActive)
        {
            inflater.DecodeTraced(Least(window.At(trace.End), window.Limit), window.At(trace.Output));
            if (window.Position >= trace.End)
                trace.Finish(Index);
            return;
        }

        if (inflater.Phase == GzipPhase.Stored)
        {
            inflater.Decode(window.Limit);
            return;
        }

        // A block longer than twice the span gets points inside; a stored one is never long.
        var nextPoint = lastPoint + (2L * span);
        inflater.Decode(nextPoint - window.Position < Chunk ? Least(window.At(nextPoint), window.Limit) : window.Limit);
        if (inflater.Phase == GzipPhase.Symbols && window.Position >= nextPoint)
            BeginPoint(GzipPointKind.Symbol);
    }

    private void BeginPoint(GzipPointKind kind)
    {
        lastPoint = window.Position;
        trace.Begin(kind, window.History, lastPoint, input.BitPosition, blockBit);
    }

    private void EndMember()
    {
        trace.Finish(Index);
        TakeCrc();
        var (storedCrc, storedLength) = inflater.EndMember();
        if (storedCrc != crc)
            throw input.Corrupt("wrong CRC-32 of the member that ends");
        if (storedLength != (uint)(window.Position - memberStart))
            throw input.Corrupt("wrong length of the member that ends");
    }

    /// <summary>Takes what was decoded since the last time into the member's CRC.</summary>
    private void TakeCrc()
    {
        crc = Crc32.Append(crc, new ReadOnlySpan<byte>(window.At(checkedTo), (int)(window.Position - checkedTo)));
        checkedTo = window.Position;
    }

    private static byte* Least(byte* a, byte* b) => a < b ? a : b;
}
