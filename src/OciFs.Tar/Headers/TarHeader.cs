namespace OciFs.Tar.Headers;

/// <summary>One block of 512 bytes seen as a header. Text is cut at its first NUL; numbers are parsed by the caller.</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    public ReadOnlySpan<byte> Block { get; } = block;

    public byte TypeFlag => Block[TarField.TypeFlag];

    public bool IsZero => Block[0] == 0 && !Block.ContainsAnyExcept((byte)0);

    public bool ChecksumMatches => TarChecksum.Matches(Block);

    public ReadOnlySpan<byte> Name => Text(TarField.Name, TarField.NameLength);

    public ReadOnlySpan<byte> LinkName => Text(TarField.LinkName, TarField.LinkNameLength);

    public ReadOnlySpan<byte> Mode => Block.Slice(TarField.Mode, TarField.IdLength);

    public ReadOnlySpan<byte> Uid => Block.Slice(TarField.Uid, TarField.IdLength);

    public ReadOnlySpan<byte> Gid => Block.Slice(TarField.Gid, TarField.IdLength);

    public ReadOnlySpan<byte> Size => Number(TarField.Size);

    public ReadOnlySpan<byte> Modified => Number(TarField.Modified);

    public ReadOnlySpan<byte> DevMajor => Block.Slice(TarField.DevMajor, TarField.IdLength);

    public ReadOnlySpan<byte> DevMinor => Block.Slice(TarField.DevMinor, TarField.IdLength);

    public ReadOnlySpan<byte> GnuRealSize => Number(TarField.GnuRealSize);

    public TarDialect Dialect { get; } = DialectOf(block);

    /// <summary>What goes before <see cref="Name"/>, without the slash between; empty where the dialect has none.</summary>
    public ReadOnlySpan<byte> Prefix => Dialect switch
    {
        TarDialect.Ustar => Text(TarField.Prefix, TarField.PrefixLength),
        TarDialect.Star => Text(TarField.Prefix, TarField.StarPrefixLength),
        TarDialect.Gnu when !HasGnuTimes => Text(TarField.Prefix, TarField.PrefixLength) is var text && IsAscii(text) ? text : [],
        _ => [],
    };

    /// <summary>The field of the last access; empty where the dialect has none.</summary>
    public ReadOnlySpan<byte> Accessed => Time(TarField.StarAccessed, TarField.GnuAccessed);

    /// <summary>The field of the inode's change; empty where the dialect has none.</summary>
    public ReadOnlySpan<byte> Changed => Time(TarField.StarChanged, TarField.GnuChanged);

    /// <summary>
    /// Whether a GNU header has times where ustar has its prefix. Go before 1.8 wrote a prefix under GNU's magic; what are no times
    /// is taken for one, as its reader does.
    /// </summary>
    private bool HasGnuTimes => IsGnuTime(TarField.GnuAccessed) && IsGnuTime(TarField.GnuChanged);

    private ReadOnlySpan<byte> Time(int star, int gnu) => Dialect switch
    {
        TarDialect.Star => Number(star),
        TarDialect.Gnu when Block[gnu] != 0 && HasGnuTimes => Number(gnu),
        _ => [],
    };

    private bool IsGnuTime(int at) => Block[at] == 0 || TarNumber.TryParseField(Number(at), out _);

    private ReadOnlySpan<byte> Number(int at) => Block.Slice(at, TarField.NumberLength);

    private ReadOnlySpan<byte> Text(int at, int length) => CString.Cut(Block.Slice(at, length));

    private static TarDialect DialectOf(ReadOnlySpan<byte> block)
    {
        var magic = block.Slice(TarField.Magic, 8);
        if (magic.SequenceEqual("ustar  \0"u8))
            return TarDialect.Gnu;
        if (!magic.StartsWith("ustar\0"u8))
            return TarDialect.V7;
        return block[TarField.StarTrailer..].SequenceEqual("tar\0"u8) ? TarDialect.Star : TarDialect.Ustar;
    }

    private static bool IsAscii(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)1, (byte)0x7F);
}
