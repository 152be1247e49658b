namespace OciFs.Compression.Gzip;

/// <summary>
/// Takes a gzip stream (RFC 1952) apart, one step of <see cref="Phase"/> at a time, from an input into a window. The driver decides
/// between steps whether to hand out, to note a point or to check. Owns its tables, not input and window.
/// </summary>
internal sealed unsafe class Inflater : IDisposable
{
    private const int HeaderCodes = 320; // 288 literals and lengths, 32 distances.

    private readonly BitInput _input;
    private readonly OutputWindow _window;
    private readonly NativeBlock _tables;
    private readonly uint* _literalLength;
    private readonly uint* _distances;
    private bool _lastBlock;
    private bool _fixedLoaded;
    private int _storedLeft;

    public Inflater(BitInput input, OutputWindow window)
    {
        _input = input;
        _window = window;
        _tables = new NativeBlock((HuffmanTable.LiteralLengthSize + HuffmanTable.DistanceSize) * sizeof(uint));
        _literalLength = (uint*)_tables.Pointer;
        _distances = _literalLength + HuffmanTable.LiteralLengthSize;
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
        if (GzipHeader.TryRead(_input, isFirst))
        {
            _window.BeginMember();
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
        _input.Ensure(BitInput.BlockHeaderSize);
        _input.Refill();
        _lastBlock = _input.Take(1) != 0;
        var type = _input.Take(2);
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
                throw _input.Corrupt("invalid block type");
        }

        _input.ThrowIfPastEnd();
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
    public void Dispose() => _tables.Dispose();

    private uint ReadWord() =>
        _input.ReadByte() | ((uint)_input.ReadByte() << 8) | ((uint)_input.ReadByte() << 16) | ((uint)_input.ReadByte() << 24);

    private void EndBlock()
    {
        Phase = _lastBlock ? GzipPhase.Trailer : GzipPhase.Block;
        if (_lastBlock)
            _input.AlignToByte();
    }

    private void BeginStored()
    {
        _input.AlignToByte();
        _storedLeft = _input.ReadByte() | (_input.ReadByte() << 8);
        var complement = _input.ReadByte() | (_input.ReadByte() << 8);
        if ((_storedLeft ^ complement) != 0xFFFF)
            throw _input.Corrupt("length of a stored block does not match its complement");
        Phase = GzipPhase.Stored;
    }

    private void CopyStored(byte* limit)
    {
        while (_storedLeft > 0 && _window.Out < limit)
        {
            var copied = _input.CopyTo(new Span<byte>(_window.Out, (int)Math.Min(_storedLeft, limit - _window.Out)));
            if (copied == 0)
                throw _input.Truncated();
            _window.Out += copied;
            _storedLeft -= copied;
        }

        if (_storedLeft == 0)
            EndBlock();
    }

    private void DecodeSymbols<TMode>(byte* limit, byte* point)
        where TMode : struct
    {
        var stop = InflateStop.Paused;
        while (stop == InflateStop.Paused && _window.Out < limit)
        {
            _input.Ensure(InflateLoop.InputMargin * 2);
            var cursor = new InflateCursor
            {
                Bits = _input.Bits,
                Held = _input.Held,
                Next = _input.Next,
                NextLimit = _input.NextLimit,
                Out = _window.Out,
                OutLimit = limit,
                Lowest = _window.Lowest,
                LiteralLength = _literalLength,
                Distance = _distances,
                Point = point,
                Marks = Marks,
            };
            stop = InflateLoop.Run<TMode>(ref cursor);
            _input.Bits = cursor.Bits;
            _input.Held = cursor.Held;
            _input.Next = cursor.Next;
            _window.Out = cursor.Out;
            _input.ThrowIfPastEnd();
        }

        switch (stop)
        {
            case InflateStop.Paused:
                break;
            case InflateStop.EndOfBlock:
                EndBlock();
                break;
            case InflateStop.BadLiteralLength:
                throw _input.Corrupt("invalid literal or length");
            case InflateStop.BadDistance:
                throw _input.Corrupt("invalid distance");
            default:
                throw _input.Corrupt("a match refers to bytes before the first");
        }
    }

    private void LoadFixed()
    {
        if (_fixedLoaded)
            return;
        Span<byte> lengths = stackalloc byte[HeaderCodes];
        HuffmanAlphabet.FixedLengths(lengths);
        LoadTables(lengths, HuffmanAlphabet.LiteralLengthCount, HuffmanAlphabet.DistanceCount);
        _fixedLoaded = true;
    }

    private void LoadDynamic()
    {
        _fixedLoaded = false;
        var literals = (int)_input.Take(5) + 257;
        var distanceCodes = (int)_input.Take(5) + 1;
        var codeLengths = (int)_input.Take(4) + 4;
        if (literals > 286 || distanceCodes > 30) // RFC 1951 §3.2.6: symbols above these do not exist.
            throw _input.Corrupt("too many codes in a block header");

        Span<byte> lengths = stackalloc byte[HeaderCodes];
        lengths.Clear();
        _input.Refill();
        for (var i = 0; i < codeLengths; i++)
        {
            if (i == 16) // 16 of 3 bits leave too few of the 56 that a refill holds.
                _input.Refill();
            lengths[CodeLengthOrder[i]] = (byte)_input.Take(3);
        }

        // The literal table's memory is free until its lengths are known.
        var codes = lengths[..HuffmanAlphabet.CodeLengthCount];
        if (!HuffmanTable.Build(_literalLength, HuffmanTable.CodeLengthBits, codes, HuffmanAlphabet.CodeLength, mayBeSingle: false))
            throw _input.Corrupt("invalid code of code lengths");
        ReadCodeLengths(lengths[..(literals + distanceCodes)]);
        if (lengths[HuffmanAlphabet.EndOfBlockSymbol] == 0)
            throw _input.Corrupt("a block without an end");
        LoadTables(lengths, literals, distanceCodes);
    }

    /// <summary>Lengths of both codes, run-length coded (RFC 1951 §3.2.7); a run may cross from one code to the other.</summary>
    private void ReadCodeLengths(Span<byte> lengths)
    {
        for (var i = 0; i < lengths.Length;)
        {
            _input.Refill();
            var entry = _literalLength[_input.Bits & ((1 << HuffmanTable.CodeLengthBits) - 1)];
            _input.Drop((byte)entry);
            var symbol = (byte)(entry >> HuffmanEntry.ValueShift);
            if (symbol < 16)
            {
                lengths[i++] = symbol;
                continue;
            }

            if (symbol == 16 && i == 0)
                throw _input.Corrupt("a repeated code length without one before");
            var value = symbol == 16 ? lengths[i - 1] : (byte)0;
            var run = symbol switch { 16 => 3 + _input.Take(2), 17 => 3 + _input.Take(3), _ => 11 + _input.Take(7) };
            if (run > lengths.Length - i)
                throw _input.Corrupt("too many code lengths");
            lengths.Slice(i, (int)run).Fill(value);
            i += (int)run;
        }
    }

    private void LoadTables(ReadOnlySpan<byte> lengths, int literals, int distanceCodes)
    {
        if (!HuffmanTable.Build(
            _literalLength, HuffmanTable.LiteralLengthBits, lengths[..literals], HuffmanAlphabet.LiteralLength, mayBeSingle: true))
            throw _input.Corrupt("invalid literal/length code");
        if (!HuffmanTable.Build(
            _distances, HuffmanTable.DistanceBits, lengths.Slice(literals, distanceCodes), HuffmanAlphabet.Distance, mayBeSingle: true))
            throw _input.Corrupt("invalid distance code");
    }
}
