namespace OciFs.Compression.Zstd;

/// <summary>Sequences_Section_Header (RFC 8878 §3.1.1.3.2.1): how many sequences, and the tables they use.</summary>
internal static class SequencesHeader
{
    private const int LongCount = 0x7F00;

    /// <summary>Reads the header and sets the tables it names.</summary>
    /// <param name="section">What follows the literals in a block.</param>
    /// <param name="tables">Changed as the header says.</param>
    /// <param name="count">Sequences in the block.</param>
    /// <returns>Bytes of the header with its tables.</returns>
    /// <exception cref="CompressedDataException">Corrupt.</exception>
    public static int Read(ReadOnlySpan<byte> section, EntropyTables tables, out int count)
    {
        var size = ReadCount(section, out count);
        if (count == 0)
        {
            return size;
        }

        if (size >= section.Length)
        {
            throw TraceErrors.Corrupt("a cut sequences header");
        }

        var modes = section[size++];
        size += Set(tables.LiteralLengths, modes >> 6, section[size..]);
        size += Set(tables.Offsets, (modes >> 4) & 3, section[size..]);
        size += Set(tables.MatchLengths, (modes >> 2) & 3, section[size..]);
        return size;
    }

    private static int ReadCount(ReadOnlySpan<byte> section, out int count)
    {
        var first = section.Length > 0 ? section[0] : throw TraceErrors.Corrupt("no sequences header");
        var size = first switch { < 128 => 1, < 255 => 2, _ => 3 };
        if (section.Length < size)
        {
            throw TraceErrors.Corrupt("a cut sequences header");
        }

        count = size switch
        {
            1 => first,
            2 => ((first - 128) << 8) + section[1],
            _ => section[1] + (section[2] << 8) + LongCount,
        };
        return size;
    }

    private static int Set(SequenceTable table, int mode, ReadOnlySpan<byte> bytes)
    {
        switch (mode)
        {
            case 0:
                table.SetPredefined();
                return 0;
            case 1:
                table.SetSingle(bytes.Length > 0 ? bytes[0] : throw TraceErrors.Corrupt("a cut sequences header"));
                return 1;
            case 2:
                return table.SetDescribed(bytes);
            default:
                table.Repeat();
                return 0;
        }
    }
}
