using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OciFs.Compression.Zstd;

/// <summary>Follows the sequences of compressed blocks without executing them: how much each decodes to, and where its matches reach.</summary>
internal sealed unsafe class SequenceTracer(EntropyTables tables, WindowMarks marks)
{
    // A sequence takes up to 32 + 16 bits before the second refill and 16 + 27 behind it.
    private const int ReadyBits = 57;

    /// <summary>How far back matches may reach in this frame, in bytes; at most <see cref="ZstdFormat.MaxWindow"/>.</summary>
    public uint Window { get; set; }

    /// <summary>Traces one compressed block and leaves the tables as the next block finds them.</summary>
    /// <param name="block">The block's content; <see cref="BackwardBits.Slack"/> bytes before it are readable.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="output">What it decodes to; longer if other blocks follow.</param>
    /// <param name="markBelow">
    /// Matches that reach below this offset of <paramref name="output"/> are marked; it is where the window of <see cref="WindowMarks"/> ends.
    /// </param>
    /// <returns>Bytes that the block decodes to.</returns>
    /// <exception cref="CompressedDataException">Corrupt.</exception>
    public int Trace(byte* block, int length, ReadOnlySpan<byte> output, long markBelow)
    {
        var bytes = new ReadOnlySpan<byte>(block, length);
        var literals = LiteralsHeader.Parse(bytes);
        var stored = bytes.Slice(literals.HeaderSize, literals.StoredSize);
        if (literals.DefinesTable)
        {
            tables.SetHuffman(stored[..LiteralsHeader.TableSize(stored)]);
        }
        else if (literals.TreelessStreams > 0)
        {
            tables.CheckInherited(literals, block + literals.HeaderSize);
        }

        var at = literals.HeaderSize + literals.StoredSize;
        at += SequencesHeader.Read(bytes[at..], tables, out var count);
        if (count == 0)
        {
            return literals.RegeneratedSize;
        }

        var (fromLiterals, fromMatches) = Sequences(new BackwardBits(block + at, length - at), count, output, markBelow);
        return fromLiterals <= literals.RegeneratedSize && fromMatches <= ZstdFormat.MaxBlock
            ? literals.RegeneratedSize + (int)fromMatches
            : throw TraceErrors.Corrupt("a block of more than its literals or than a block may hold");
    }

    /// <summary>
    /// The loop that costs: its state in locals, its tables by reference. A state is always below 2^Log of its table: what a table's
    /// entry leads to is bounded by how <see cref="SequenceTable"/> builds it.
    /// </summary>
    private (long Literals, long Matches) Sequences(BackwardBits bits, int count, ReadOnlySpan<byte> output, long markBelow)
    {
        ref var literalTable = ref MemoryMarshal.GetReference(tables.LiteralLengths.Entries);
        ref var offsetTable = ref MemoryMarshal.GetReference(tables.Offsets.Entries);
        ref var matchTable = ref MemoryMarshal.GetReference(tables.MatchLengths.Entries);
        var literalState = bits.Take(tables.LiteralLengths.Log);
        var offsetState = bits.Take(tables.Offsets.Log);
        var matchState = bits.Take(tables.MatchLengths.Log);
        var repeats = tables.Repeats;
        var window = Window;
        long position = 0;
        long literals = 0;
        while (true)
        {
            bits.Refill();
            var offsetEntry = Unsafe.Add(ref offsetTable, offsetState);
            var matchEntry = Unsafe.Add(ref matchTable, matchState);
            var literalEntry = Unsafe.Add(ref literalTable, literalState);
            var offsetValue = offsetEntry.Baseline + bits.Take(offsetEntry.ExtraBits);
            var matchLength = matchEntry.Baseline + bits.Take(matchEntry.ExtraBits);
            if (offsetEntry.ExtraBits + matchEntry.ExtraBits + literalEntry.ExtraBits > ReadyBits - 26)
            {
                bits.Refill();
            }

            var literalLength = literalEntry.Baseline + bits.Take(literalEntry.ExtraBits);
            var offset = repeats.Resolve(offsetValue, literalLength);
            literals += literalLength;
            position += literalLength;
            if (position - offset < markBelow)
            {
                Mark(position, offset, matchLength, output, markBelow);
            }

            position += matchLength;
            if (bits.Left < 0 || offset - 1 >= window)
            {
                throw TraceErrors.Corrupt("a sequence beyond its bitstream, or of an offset that is 0 or beyond the window");
            }

            if (--count == 0)
            {
                break;
            }

            literalState = literalEntry.NextState + bits.Take(literalEntry.StateBits);
            matchState = matchEntry.NextState + bits.Take(matchEntry.StateBits);
            offsetState = offsetEntry.NextState + bits.Take(offsetEntry.StateBits);
        }

        tables.Repeats = repeats;
        return bits.Left == 0 ? (literals, position - literals) : throw TraceErrors.Corrupt("sequences that leave bits over");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Mark(long position, uint offset, uint length, ReadOnlySpan<byte> output, long markBelow)
    {
        var source = position - offset;
        var reach = (int)Math.Min(length, markBelow - source);
        var inWindow = source - markBelow + marks.WindowLength;
        if (inWindow < 0 || position + reach > output.Length)
        {
            throw TraceErrors.Corrupt("a match beyond its window");
        }

        marks.Mark((int)inWindow, output.Slice((int)position, reach));
    }
}
