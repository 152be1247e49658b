namespace OciFs.Compression.Gzip;

/// <summary>
/// Takes a gzip stream (RFC 1952) apart, one step of <see cref="Phase"/> at a time, from an input into a window. The driver decides
/// between steps whether to hand out, to note a point or to check. Owns its tables, not input and window.
/// </summary>
internal sealed unsafe class Inflater : IDisposable
{
    private const int HeaderCodes = 320; // 288 literals and lengths, 32 distances.

    private readonly BitInput input;
    private readonly OutputWindow window;
    private readonly NativeBlock tables;
    private readonly uint* literalLength;
    private readonly uint* distances;
    private bool lastBlock;
    private bool fixedLoaded;
    private int storedLeft;

    public Inflater(BitInput input, OutputWindow window)
    {
        this.input = input;
        this.window = window;
        tables = new NativeBlock((HuffmanTable.LiteralLengthSize + HuffmanTable.DistanceSize) * sizeof(uint));
        literalLength = (uint*)tables.Pointer;
        distances = literalLength + HuffmanTable.LiteralLengthSize;
    }

    // RFC 1951 §3.2.7
    private static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    /// <summary>What comes next.</summary>
    public GzipPhase Phase { get; private set; }

    /// <summary>Where tracing marks what matches take from before the point; 32 KiB.</summary>
    public byte* Marks { get; set; }

    /// <summary>Says what comes next, after the input was put somewhere else.</summary>
    public void Resume(GzipPhase phase) => Phase = phase;

    /// <summary><see cref="GzipPhase.Member"/>: reads a header; behind the first member anything else ends the stream.</summary>
    public void BeginMember(bool isFirst)
    {
        if (GzipHeader.TryRead(input, isFirst))
        {
            window.BeginMember();
            Phase = GzipPhase.Block;
        }
        else
        {
            Phase = GzipPhase.End;
        }
    }

    /// <summary><see cref="GzipPhase.Block"/>: reads the header of a block and builds its tables (RFC 1951 §3.2.3).</summary>
    public void BeginBlock()
    {
        input.Ensure(BitInput.BlockHeaderSize);
        input.Refill();
        lastBlock = input.Take(1) != 0;
        var type = input.Take(2);
        switch (type)
        {
            case 0:
                BeginStored();
                break;
            case 1:
                LoadFixed();
                Phase = GzipPhase.Symbols;
                break;
            case 2:
                LoadDynamic();
                Phase = GzipPhase.Symbols;
                break;
            default:
                throw input.Corrupt("invalid block type");
        }

        input.ThrowIfPastEnd();
    }

    /// <summary>
    /// <see cref="GzipPhase.Stored"/> or <see cref="GzipPhase.Symbols"/>: decodes until the window's <see cref="OutputWindow.Out"/> is at
    /// <paramref name="limit"/> or up to <see cref="InflateLoop.OutputMargin"/> behind, or the block is over.
    /// </summary>
    public void Decode(byte* limit)
    {
        if (Phase == GzipPhase.Stored)
            CopyStored(limit);
        else
            DecodeSymbols<InflateLoop.Plain>(limit, null);
    }

    /// <summary>As <see cref="Decode"/>, marking in <see cref="Marks"/> what is taken from before <paramref name="point"/>.</summary>
    public void DecodeTraced(byte* limit, byte* point)
    {
        if (Phase == GzipPhase.Stored)
            CopyStored(limit);
        else
            DecodeSymbols<InflateLoop.Traced>(limit, point);
    }

    /// <summary><see cref="GzipPhase.Trailer"/>: the member's CRC-32 and its length modulo 2^32 (RFC 1952 §2.3.1).</summary>
    public (uint Crc, uint Length) EndMember()
    {
        Phase = GzipPhase.Member;
        return (ReadWord(), ReadWord());
    }

    /// <inheritdoc/>
    public void Dispose() => tables.Dispose();

    private uint ReadWord() =>
        input.ReadByte() | ((uint)input.ReadByte() << 8) | ((uint)input.ReadByte() << 16) | ((uint)input.ReadByte() << 24);

    private void EndBlock()
    {
        Phase = lastBlock ? GzipPhase.Trailer : GzipPhase.Block;
        if (lastBlock)
            input.AlignToByte();
    }

    private void BeginStored()
    {
        input.AlignToByte();
        storedLeft = input.ReadByte() | (input.ReadByte() << 8);
        var complement = input.ReadByte() | (input.ReadByte() << 8);
        if ((storedLeft ^ complement) != 0xFFFF)
            throw input.Corrupt("length of a stored block does not match its complement");
        Phase = GzipPhase.Stored;
    }

    private void CopyStored(byte* limit)
    {
        while (storedLeft > 0 && window.Out < limit)
        {
            var copied = input.CopyTo(new Span<byte>(window.Out, (int)Math.Min(storedLeft, limit - window.Out)));
            if (copied == 0)
                throw input.Truncated();
            window.Out += copied;
            storedLeft -= copied;
        }

        if (storedLeft == 0)
            EndBlock();
    }

    private void DecodeSymbols<TMode>(byte* limit, byte* point)
        where TMode : struct
    {
        var stop = InflateStop.Paused;
        while (stop == InflateStop.Paused && window.Out < limit)
        {
            input.Ensure(InflateLoop.InputMargin * 2);
            var cursor = new InflateCursor
            {
                Bits = input.Bits,
                Held = input.Held,
                Next = input.Next,
                NextLimit = input.NextLimit,
                Out = window.Out,
                OutLimit = limit,
                Lowest = window.Lowest,
                LiteralLength = literalLength,
                Distance = distances,
                Point = point,
                Marks = Marks,
            };
            stop = InflateLoop.Run<TMode>(ref cursor);
            input.Bits = cursor.Bits;
            input.Held = cursor.Held;
            input.Next = cursor.Next;
            window.Out = cursor.Out;
            input.ThrowIfPastEnd();
        }

        switch (stop)
        {
            case InflateStop.Paused:
                break;
            case InflateStop.EndOfBlock:
                EndBlock();
                break;
            case InflateStop.BadLiteralLength:
                throw input.Corrupt("invalid literal or length");
            case InflateStop.BadDistance:
                throw input.Corrupt("invalid distance");
            default:
                throw input.Corrupt("a match refers to bytes before the first");
        }
    }

    private void LoadFixed()
    {
        if (fixedLoaded)
            return;
        Span<byte> lengths = stackalloc byte[HeaderCodes];
        HuffmanAlphabet.FixedLengths(lengths);
        LoadTables(lengths, HuffmanAlphabet.LiteralLengthCount, HuffmanAlphabet.DistanceCount);
        fixedLoaded = true;
    }

    private void LoadDynamic()
    {
        fixedLoaded = false;
        var literals = (int)input.Take(5) + 257;
        var distanceCodes = (int)input.Take(5) + 1;
        var codeLengths = (int)input.Take(4) + 4;
        if (literals > 286 || distanceCodes > 30) // RFC 1951 §3.2.6: symbols above these do not exist.
            throw input.Corrupt("too many codes in a block header");

        Span<byte> lengths = stackalloc byte[HeaderCodes];
        lengths.Clear();
        input.Refill();
        for (var i = 0; i < codeLengths; i++)
        {
            if (i == 16) // 16 of 3 bits leave too few of the 56 that a refill holds.
                input.Refill();
            lengths[CodeLengthOrder[i]] = (byte)input.Take(3);
        }

        // The literal table's memory is free until its lengths are known.
        var codes = lengths[..HuffmanAlphabet.CodeLengthCount];
        if (!HuffmanTable.Build(literalLength, HuffmanTable.CodeLengthBits, codes, HuffmanAlphabet.CodeLength, mayBeSingle: false))
            throw input.Corrupt("invalid code of code lengths");
        ReadCodeLengths(lengths[..(literals + distanceCodes)]);
        if (lengths[HuffmanAlphabet.EndOfBlockSymbol] == 0)
            throw input.Corrupt("a block without an end");
        LoadTables(lengths, literals, distanceCodes);
    }

    /// <summary>Lengths of both codes, run-length coded (RFC 1951 §3.2.7); a run may cross from one code to the other.</summary>
    private void ReadCodeLengths(Span<byte> lengths)
    {
        for (var i = 0; i < lengths.Length;)
        {
            input.Refill();
            var entry = literalLength[input.Bits & ((1 << HuffmanTable.CodeLengthBits) - 1)];
            input.Drop((byte)entry);
            var symbol = (byte)(entry >> HuffmanEntry.ValueShift);
            if (symbol < 16)
            {
                lengths[i++] = symbol;
                continue;
            }

            if (symbol == 16 && i == 0)
                throw input.Corrupt("a repeated code length without one before");
            var value = symbol == 16 ? lengths[i - 1] : (byte)0;
            var run = symbol switch { 16 => 3 + input.Take(2), 17 => 3 + input.Take(3), _ => 11 + input.Take(7) };
            if (run > lengths.Length - i)
                throw input.Corrupt("too many code lengths");
            lengths.Slice(i, (int)run).Fill(value);
            i += (int)run;
        }
    }

    private void LoadTables(ReadOnlySpan<byte> lengths, int literals, int distanceCodes)
    {
        if (!HuffmanTable.Build(
            literalLength, HuffmanTable.LiteralLengthBits, lengths[..literals], HuffmanAlphabet.LiteralLength, mayBeSingle: true))
            throw input.Corrupt("invalid literal/length code");
        if (!HuffmanTable.Build(
            distances, HuffmanTable.DistanceBits, lengths.Slice(literals, distanceCodes), HuffmanAlphabet.Distance, mayBeSingle: true))
            throw input.Corrupt("invalid distance code");
    }
}
