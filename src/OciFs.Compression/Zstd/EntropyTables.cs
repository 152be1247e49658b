using System.Buffers.Binary;

namespace OciFs.Compression.Zstd;

/// <summary>What one block of a frame leaves behind for the next: its tables and repeat offsets.</summary>
internal sealed unsafe class EntropyTables
{
    /// <summary>Most bytes that <see cref="TryWriteDictionaryHeader"/> gives: a Huffman table, three FSE tables, the repeat offsets.</summary>
    public const int MaxHeader = 8 + HuffmanLengths.MaxDescription + (3 * 128) + RepeatOffsets.Size;

    // Any ID but 0 makes a dictionary one with tables; the frame that uses it names none.
    private const uint DictionaryId = 1;

    private readonly byte[] _huffman = new byte[BackwardBits.Slack + HuffmanLengths.MaxDescription];
    private readonly HuffmanLengths _lengths = new();
    private int _huffmanSize;
    private bool _isInherited;       // the Huffman table is older than the point whose header was written last
    private bool _hasLengths;        // of the table in force
    private RepeatOffsets _repeats;

    public SequenceTable LiteralLengths { get; } = new(SequenceCodes.LiteralLengths);

    public SequenceTable MatchLengths { get; } = new(SequenceCodes.MatchLengths);

    public SequenceTable Offsets { get; } = new(SequenceCodes.Offsets);

    public ref RepeatOffsets Repeats => ref _repeats;

    /// <summary>Two symbols of one bit each: stands for the table of a frame that has had none yet.</summary>
    private static ReadOnlySpan<byte> NoHuffman => [0x80, 0x10];

    /// <summary>As at the start of a frame.</summary>
    public void Clear()
    {
        _huffmanSize = 0;
        _isInherited = false;
        _hasLengths = false;
        _repeats = RepeatOffsets.Initial;
        LiteralLengths.Clear();
        MatchLengths.Clear();
        Offsets.Clear();
    }

    /// <summary>Keeps the description of the Huffman table now in force.</summary>
    public void SetHuffman(ReadOnlySpan<byte> description)
    {
        description.CopyTo(_huffman.AsSpan(BackwardBits.Slack));
        _huffmanSize = description.Length;
        _isInherited = false;
        _hasLengths = false;
    }

    /// <summary>
    /// Checks literals whose table a resumed decoder has from its dictionary, where libzstd builds it for two symbols a step: bitstreams that
    /// do not end with their literals may then give other bytes than at one symbol a step, and libzstd refuses neither.
    /// </summary>
    /// <param name="literals">Treeless.</param>
    /// <param name="stored">Behind the header; <see cref="BackwardBits.Slack"/> bytes before it are readable.</param>
    /// <exception cref="CompressedDataException">Corrupt.</exception>
    public void CheckInherited(LiteralsHeader literals, byte* stored)
    {
        if (!_isInherited)
        {
            return;
        }

        if (_huffmanSize == 0)
        {
            throw TraceErrors.Corrupt("no Huffman table to repeat");
        }

        if (!_hasLengths)
        {
            fixed (byte* bytes = _huffman)
            {
                _lengths.Set(bytes + BackwardBits.Slack, _huffmanSize);
            }

            _hasLengths = true;
        }

        _lengths.Check(stored, literals.StoredSize, literals.TreelessStreams, literals.RegeneratedSize);
    }

    /// <summary>
    /// Writes a dictionary's part before its content (RFC 8878 §5), with which libzstd stands as it does at the block that comes next.
    /// </summary>
    /// <returns>Bytes written; 0 where a table in force cannot be written.</returns>
    public int TryWriteDictionaryHeader(Span<byte> destination)
    {
        if (Offsets.Definition.IsEmpty || MatchLengths.Definition.IsEmpty || LiteralLengths.Definition.IsEmpty)
        {
            return 0;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination, ZstdFormat.DictionaryMagic);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], DictionaryId);
        var size = 8;
        Append(destination, ref size, _huffmanSize == 0 ? NoHuffman : _huffman.AsSpan(BackwardBits.Slack, _huffmanSize));
        Append(destination, ref size, Offsets.Definition);
        Append(destination, ref size, MatchLengths.Definition);
        Append(destination, ref size, LiteralLengths.Definition);
        _repeats.Write(destination[size..]);
        _isInherited = true;
        return size + RepeatOffsets.Size;
    }

    private static void Append(Span<byte> destination, ref int size, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(destination[size..]);
        size += bytes.Length;
    }
}
