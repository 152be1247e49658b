using OciFs.Reference.Tar;

namespace OciFs.Reference.Stacks;

/// <summary>Gives entries attributes; each has a time of its own, which tells in a table whose attributes a file has.</summary>
internal sealed class EntryDresser(Random random, StackOptions options)
{
    private static readonly uint[] Modes =
        [0b110_100_100, 0b111_101_101, 0b110_000_000, 0b100_111_101_101, 0b010_111_101_000, 0b001_111_111_111, 0];

    /// <summary>Where fields end: seven octal digits, 32 bits, and the two numbers that chown(2) and overlays take for no owner.</summary>
    private static readonly long[] Owners = [65_534, 2_097_151, 2_097_152, 4_294_967_294, 4_294_967_295, 4_294_967_303, -1, -2];

    private static readonly TarDialect[] Sparse = [TarDialect.Gnu, TarDialect.PaxSparse00, TarDialect.PaxSparse01, TarDialect.Pax];

    private const uint SetGroup = 0b010_000_000_000;
    private readonly ContentGenerator contents = new(random);
    private readonly XattrGenerator xattrs = new(random);
    private int count;

    public TestEntry Dress(TestEntry entry)
    {
        count++;
        if (options.IsAgreed && entry.Type != EntryType.Directory)
            return entry;
        entry = entry with
        {
            Modified = Time(),
            Mode = entry.Type == EntryType.Symlink ? entry.Mode : Mode(),
            Uid = Owner(),
            Gid = Owner(),
        };
        if (random.Next(4) == 0)
            entry = entry.WithXattr(random.Next(2) == 0 ? "user.x" : "user.y", $"{count}");
        if (random.Next(8) == 0)
            entry = entry.WithXattr("trusted.z", $"{count}");
        return options.IsAgreed ? entry : Spoken(xattrs.Odd(contents.Of(entry)));
    }

    /// <summary>One entry in two is written in another dialect than PAX, as plain as that dialect wants it.</summary>
    private TestEntry Spoken(TestEntry entry)
    {
        var dialect = entry.Content.IsSparse ? Sparse[random.Next(Sparse.Length)] : random.Next(12) switch
        {
            < 6 => TarDialect.Pax,
            < 8 => TarDialect.Ustar,
            8 => TarDialect.V7,
            9 => TarDialect.Star,
            _ => TarDialect.Gnu,
        };
        if (dialect is TarDialect.Ustar or TarDialect.V7 or TarDialect.Star or TarDialect.Gnu)
            entry = entry with { Xattrs = Xattrs.None, Modified = new TarTime(entry.Modified.Seconds) };
        return EntryWriter.CanWrite(entry, dialect) ? entry with { Dialect = dialect } : entry;
    }

    private TarTime Time() => (options.IsAgreed ? 0 : random.Next(24)) switch
    {
        1 => new TarTime(-count, random.Next(2) * 250_000_000),
        2 => new TarTime((1L << 31) + count, 999_999_999),
        3 => new TarTime((1L << 34) + count),
        4 => new TarTime(-2_208_988_800 - count),
        _ => new TarTime(1_000_000_000 + count, random.Next(4) == 0 ? 123_456_789 : 0),
    };

    private long Owner() => random.Next(3) > 0 ? 0
        : !options.IsAgreed && random.Next(6) == 0 ? Owners[random.Next(Owners.Length)]
        : random.Next(3);

    /// <summary>The kernel makes directories in a setgid one setgid too: tools show that, the rule for missing parents does not.</summary>
    private uint Mode()
    {
        var mode = Modes[random.Next(Modes.Length)];
        return options.IsAgreed ? mode & ~SetGroup : mode;
    }
}
