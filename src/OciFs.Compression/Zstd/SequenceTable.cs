using System.Numerics;

namespace OciFs.Compression.Zstd;

/// <summary>The table in force for one alphabet of sequences, and the bytes that last defined it.</summary>
internal sealed class SequenceTable(SequenceCodes codes)
{
    private const int MaxStates = 512;

    private readonly SequenceEntry[] _entries = new SequenceEntry[MaxStates];
    private readonly short[] _counts = new short[codes.Count];
    private readonly ushort[] _next = new ushort[codes.Count];
    private ReadOnlyMemory<byte> _definition = codes.Predefined;
    private readonly byte[] _ownDefinition = new byte[128];
    private bool _isDefined;
    private bool _isPredefined;

    /// <summary>Log2 of the states in use.</summary>
    public int Log { get; private set; }

    /// <summary>The states; only the first 2^<see cref="Log"/> can be reached.</summary>
    public ReadOnlySpan<SequenceEntry> Entries => _entries;

    /// <summary>
    /// The description to resume with: the predefined one where no block has set a table yet. Empty where it cannot be written: a
    /// table of one symbol (RLE_Mode) reads no bits for its first state, which no description says.
    /// </summary>
    public ReadOnlySpan<byte> Definition => _definition.Span;

    /// <summary>As at the start of a frame: no table.</summary>
    public void Clear()
    {
        _isDefined = false;
        _isPredefined = false;
        _definition = codes.Predefined;
    }

    /// <summary>Predefined_Mode.</summary>
    public void SetPredefined()
    {
        if (!_isPredefined)
        {
            Build(codes.Predefined.Span);
            _definition = codes.Predefined;
            _isPredefined = true;
        }
    }

    /// <summary>RLE_Mode: every sequence has this code.</summary>
    public void SetSingle(int code)
    {
        if (code >= codes.Count)
        {
            throw TraceErrors.Corrupt($"{codes.Name} code {code}");
        }

        _entries[0] = codes.Entry(code);
        Log = 0;
        _definition = default;
        _isDefined = true;
        _isPredefined = false;
    }

    /// <summary>FSE_Compressed_Mode: the table described at the start of <paramref name="bytes"/>.</summary>
    /// <returns>Bytes of the description.</returns>
    public int SetDescribed(ReadOnlySpan<byte> bytes)
    {
        _isPredefined = false;
        var size = Build(bytes);
        if (size > _ownDefinition.Length)
        {
            throw TraceErrors.Corrupt("an overlong FSE table");
        }

        bytes[..size].CopyTo(_ownDefinition);
        _definition = _ownDefinition.AsMemory(0, size);
        return size;
    }

    /// <summary>Repeat_Mode: the table stays.</summary>
    public void Repeat()
    {
        if (!_isDefined)
        {
            throw TraceErrors.Corrupt($"no {codes.Name} table to repeat");
        }
    }

    private int Build(ReadOnlySpan<byte> description)
    {
        var size = FseDescription.Read(description, _counts, codes.MaxLog, out var log);
        Log = log;
        Spread(1 << log);
        for (var state = 0; state < 1 << log; state++)
        {
            ref var entry = ref _entries[state];
            var code = entry.NextState;
            var rank = _next[code]++;
            var bits = log - BitOperations.Log2(rank);
            entry = codes.Entry(code) with { StateBits = (byte)bits, NextState = (ushort)((rank << bits) - (1 << log)) };
        }

        _isDefined = true;
        return size;
    }

    /// <summary>Deals the codes out over the states (RFC 8878 §4.1.1), each state's code left in its NextState.</summary>
    private void Spread(int size)
    {
        var high = size;
        for (var code = 0; code < _counts.Length; code++)
        {
            _next[code] = (ushort)Math.Abs(_counts[code]);
            if (_counts[code] == -1)
            {
                _entries[--high].NextState = (ushort)code;
            }
        }

        var position = 0;
        for (var code = 0; code < _counts.Length; code++)
        {
            for (var i = 0; i < _counts[code]; i++)
            {
                _entries[position].NextState = (ushort)code;
                do
                {
                    position = (position + (size >> 1) + (size >> 3) + 3) & (size - 1);
                }
                while (position >= high);
            }
        }
    }
}
