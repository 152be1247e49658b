namespace OciFs.Compression.Zstd;

/// <summary>An alphabet that FSE codes (RFC 8878 §3.1.1.3.2.1.1, §4.2.1): what its codes stand for, and its predefined table.</summary>
internal sealed class SequenceCodes
{
    private readonly uint[] _baselines;
    private readonly byte[] _extraBits;

    private SequenceCodes(string name, uint[] baselines, byte[] extraBits, int maxLog, byte[] predefined)
    {
        Name = name;
        _baselines = baselines;
        _extraBits = extraBits;
        MaxLog = maxLog;
        Predefined = predefined;
    }

    /// <summary>Lengths of literal runs: codes 0…35.</summary>
    public static SequenceCodes LiteralLengths { get; } = new(
        "literal length",
        [
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 128, 256, 512, 1024, 2048, 4096,
            8192, 16384, 32768, 65536,
        ],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
        9,
        [
            0x51, 0x10, 0x63, 0x8C, 0x31, 0xC6, 0x18, 0x63, 0x0C, 0x21, 0xC4, 0x18, 0x63, 0x66, 0x66, 0x86, 0x46, 0x92, 0x04, 0x00,
        ]);

    /// <summary>Lengths of matches: codes 0…52.</summary>
    public static SequenceCodes MatchLengths { get; } = new(
        "match length",
        [
            3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
            37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051, 4099, 8195, 16387, 32771, 65539,
        ],
        [
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4,
            5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
        ],
        9,
        [
            0x21, 0x14, 0xC4, 0x18, 0x63, 0x8C, 0x21, 0x84, 0x10, 0x42, 0x08, 0x21, 0x84, 0x10, 0x42, 0x08, 0x21, 0x44, 0x44, 0x44, 0x44,
            0x44, 0x44, 0x44, 0x44, 0x24, 0x09, 0x00, 0x00,
        ]);

    /// <summary>Offset values: code n is 2^n and n more bits.</summary>
    public static SequenceCodes Offsets { get; } = new(
        "offset",
        [.. Enumerable.Range(0, 32).Select(code => 1u << code)],
        [.. Enumerable.Range(0, 32).Select(code => (byte)code)],
        8,
        [0x20, 0x84, 0x10, 0x42, 0x66, 0x46, 0x44, 0x44, 0x44, 0x44, 0x24, 0x49, 0x02, 0x00]);

    /// <summary>Weights of a Huffman table, coded as the alphabets of sequences are: each code is its own value. No table is predefined.</summary>
    public static SequenceCodes HuffmanWeights { get; } = new("Huffman weight", [.. Enumerable.Range(0, 13).Select(code => (uint)code)], new byte[13], 6, []);

    /// <summary>The alphabet in messages.</summary>
    public string Name { get; }

    /// <summary>Codes there are.</summary>
    public int Count => _baselines.Length;

    /// <summary>Largest accuracy log of a table.</summary>
    public int MaxLog { get; }

    /// <summary>The default distribution (RFC 8878 §3.1.1.3.2.2) in the form of <see cref="FseDescription"/>.</summary>
    public ReadOnlyMemory<byte> Predefined { get; }

    /// <summary>The table entry of a code, its state's part still to be set.</summary>
    public SequenceEntry Entry(int code) => new() { Baseline = _baselines[code], ExtraBits = _extraBits[code] };
}
