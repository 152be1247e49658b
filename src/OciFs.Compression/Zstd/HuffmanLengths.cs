using System.Numerics;

namespace OciFs.Compression.Zstd;

/// <summary>The code lengths of a Huffman table (RFC 8878 §4.2.1): enough to tell how many bits literals take, not what they are.</summary>
internal sealed unsafe class HuffmanLengths
{
    /// <summary>Most bytes of a description.</summary>
    public const int MaxDescription = 129;

    // The format allows 11; libzstd takes 12.
    private const int MaxBits = 12;
    private const int MaxSymbols = 256;
    private const int DirectBase = 127;
    private const int SymbolsPerRefill = 4;

    private readonly SequenceTable _weights = new(SequenceCodes.HuffmanWeights);
    private readonly byte[] _lengths = new byte[1 << MaxBits];
    private int _maxBits;

    /// <summary>Reads a table's description; <see cref="BackwardBits.Slack"/> bytes before it are readable.</summary>
    /// <exception cref="CompressedDataException">Corrupt.</exception>
    public void Set(byte* description, int size)
    {
        Span<byte> weights = stackalloc byte[MaxSymbols];
        var count = *description > DirectBase ? Direct(description, weights) : Coded(description, size, weights);
        Build(weights[..count]);
    }

    /// <summary>Follows literals, which must end where their bitstreams do (RFC 8878 §4.2.2).</summary>
    /// <param name="streams">1, or 4 behind a jump table; <see cref="BackwardBits.Slack"/> bytes before them are readable.</param>
    /// <param name="size">Bytes of all.</param>
    /// <param name="count">Streams there are.</param>
    /// <param name="literals">Bytes they decode to.</param>
    /// <exception cref="CompressedDataException">Corrupt.</exception>
    public void Check(byte* streams, int size, int count, int literals)
    {
        if (count == 1)
        {
            CheckStream(streams, size, literals);
            return;
        }

        const int JumpTable = 6;
        var share = (literals + 3) / 4;
        var stream = streams + JumpTable;
        for (var i = 0; i < 3; i++)
        {
            var length = streams[2 * i] | (streams[(2 * i) + 1] << 8);
            if (stream + length > streams + size)
            {
                throw TraceErrors.Corrupt("literals longer than their block");
            }

            CheckStream(stream, length, share);
            stream += length;
        }

        CheckStream(stream, (int)(streams + size - stream), literals - (3 * share));
    }

    private static int Direct(byte* description, Span<byte> weights)
    {
        var count = *description - DirectBase;
        for (var i = 0; i < count; i++)
        {
            weights[i] = (byte)((description[1 + (i / 2)] >> (i % 2 == 0 ? 4 : 0)) & 15);
        }

        return count;
    }

    /// <summary>Two states take turns until the bits are used up (RFC 8878 §4.2.1.2).</summary>
    private int Coded(byte* description, int size, Span<byte> weights)
    {
        var header = 1 + _weights.SetDescribed(new ReadOnlySpan<byte>(description + 1, size - 1));
        var bits = new BackwardBits(description + header, size - header);
        var state = (int)bits.Take(_weights.Log);
        var other = (int)bits.Take(_weights.Log);
        for (var count = 0; count < MaxSymbols - 2; count++)
        {
            var entry = _weights.Entries[state];
            weights[count] = (byte)entry.Baseline;
            bits.Refill();
            state = entry.NextState + (int)bits.Take(entry.StateBits);
            if (bits.Left < 0)
            {
                weights[count + 1] = (byte)_weights.Entries[other].Baseline;
                return count + 2;
            }

            (state, other) = (other, state);
        }

        throw TraceErrors.Corrupt("a Huffman table of too many symbols");
    }

    /// <summary>The last symbol's weight is what is missing to a power of two.</summary>
    private void Build(ReadOnlySpan<byte> weights)
    {
        Span<int> slots = stackalloc int[16];
        var sum = 0;
        foreach (var weight in weights)
        {
            var share = (1 << weight) >> 1;
            slots[weight] += share;
            sum += share;
        }

        _maxBits = BitOperations.Log2((uint)sum) + 1;
        var missing = (1 << _maxBits) - sum;
        if (sum == 0 || _maxBits > MaxBits || !BitOperations.IsPow2(missing))
        {
            throw TraceErrors.Corrupt("a Huffman table that is not full");
        }

        slots[BitOperations.Log2((uint)missing) + 1] += missing;
        var at = 0;
        for (var weight = 1; weight <= _maxBits; weight++)
        {
            _lengths.AsSpan(at, slots[weight]).Fill((byte)(_maxBits + 1 - weight));
            at += slots[weight];
        }
    }

    private void CheckStream(byte* stream, int size, int literals)
    {
        var bits = new BackwardBits(stream, size);
        while (literals > 0)
        {
            bits.Refill();
            for (var i = Math.Min(literals, SymbolsPerRefill); i > 0; i--)
            {
                bits.Skip(_lengths[bits.Peek(_maxBits)]);
            }

            literals -= SymbolsPerRefill;
            if (bits.Left < 0)
            {
                break;
            }
        }

        if (bits.Left != 0)
        {
            throw TraceErrors.Corrupt("literals that do not end with their bitstream");
        }
    }
}
