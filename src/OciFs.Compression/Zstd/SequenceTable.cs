using System.Numerics;

namespace OciFs.Compression.Zstd;

/// <summary>The table in force for one alphabet of sequences, and the bytes that last defined it.</summary>
internal sealed class SequenceTable(SequenceCodes codes)
{
    private const int MaxStates = 512;

    private readonly SequenceEntry[] entries = new SequenceEntry[MaxStates];
    private readonly short[] counts = new short[codes.Count];
    private readonly ushort[] next = new ushort[codes.Count];
    private ReadOnlyMemory<byte> definition = codes.Predefined;
    private readonly byte[] ownDefinition = new byte[128];
    private bool isDefined;
    private bool isPredefined;

    /// <summary>Log2 of the states in use.</summary>
    public int Log { get; private set; }

    /// <summary>The states; only the first 2^<see cref="Log"/> can be reached.</summary>
    public ReadOnlySpan<SequenceEntry> Entries => entries;

    /// <summary>
    /// The description to resume with: the predefined one where no block has set a table yet. Empty where it cannot be written: a
    /// table of one symbol (RLE_Mode) reads no bits for its first state, which no description says.
    /// </summary>
    public ReadOnlySpan<byte> Definition => definition.Span;

    /// <summary>As at the start of a frame: no table.</summary>
    public void Clear()
    {
        isDefined = false;
        isPredefined = false;
        definition = codes.Predefined;
    }

    /// <summary>Predefined_Mode.</summary>
    public void SetPredefined()
    {
        if (!isPredefined)
        {
            Build(codes.Predefined.Span);
            definition = codes.Predefined;
            isPredefined = true;
        }
    }

    /// <summary>RLE_Mode: every sequence has this code.</summary>
    public void SetSingle(int code)
    {
        if (code >= codes.Count)
        {
            throw TraceErrors.Corrupt($"{codes.Name} code {code}");
        }

        entries[0] = codes.Entry(code);
        Log = 0;
        definition = default;
        isDefined = true;
        isPredefined = false;
    }

    /// <summary>FSE_Compressed_Mode: the table described at the start of <paramref name="bytes"/>.</summary>
    /// <returns>Bytes of the description.</returns>
    public int SetDescribed(ReadOnlySpan<byte> bytes)
    {
        isPredefined = false;
        var size = Build(bytes);
        if (size > ownDefinition.Length)
        {
            throw TraceErrors.Corrupt("an overlong FSE table");
        }

        bytes[..size].CopyTo(ownDefinition);
        definition = ownDefinition.AsMemory(0, size);
        return size;
    }

    /// <summary>Repeat_Mode: the table stays.</summary>
    public void Repeat()
    {
        if (!isDefined)
        {
            throw TraceErrors.Corrupt($"no {codes.Name} table to repeat");
        }
    }

    private int Build(ReadOnlySpan<byte> description)
    {
        var size = FseDescription.Read(description, counts, codes.MaxLog, out var log);
        Log = log;
        Spread(1 << log);
        for (var state = 0; state < 1 << log; state++)
        {
            ref var entry = ref entries[state];
            var code = entry.NextState;
            var rank = next[code]++;
            var bits = log - BitOperations.Log2(rank);
            entry = codes.Entry(code) with { StateBits = (byte)bits, NextState = (ushort)((rank << bits) - (1 << log)) };
        }

        isDefined = true;
        return size;
    }

    /// <summary>Deals the codes out over the states (RFC 8878 §4.1.1), each state's code left in its NextState.</summary>
    private void Spread(int size)
    {
        var high = size;
        for (var code = 0; code < counts.Length; code++)
        {
            next[code] = (ushort)Math.Abs(counts[code]);
            if (counts[code] == -1)
            {
                entries[--high].NextState = (ushort)code;
            }
        }

        var position = 0;
        for (var code = 0; code < counts.Length; code++)
        {
            for (var i = 0; i < counts[code]; i++)
            {
                entries[position].NextState = (ushort)code;
                do
                {
                    position = (position + (size >> 1) + (size >> 3) + 3) & (size - 1);
                }
                while (position >= high);
            }
        }
    }
}
