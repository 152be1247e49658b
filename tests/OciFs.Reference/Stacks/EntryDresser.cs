namespace OciFs.Reference.Stacks;

/// <summary>Gives entries attributes; each has a time of its own, which tells in a table whose attributes a file has.</summary>
internal sealed class EntryDresser(Random random, StackOptions options)
{
    private static readonly uint[] Modes =
        [0b110_100_100, 0b111_101_101, 0b110_000_000, 0b100_111_101_101, 0b010_111_101_000, 0b001_111_111_111, 0];

    private const uint SetGroup = 0b010_000_000_000;
    private int count;

    public TestEntry Dress(TestEntry entry)
    {
        count++;
        if (options.IsAgreed && entry.Type != EntryType.Directory)
            return entry;
        entry = entry with
        {
            Modified = new TarTime(1_000_000_000 + count, random.Next(4) == 0 ? 123_456_789 : 0),
            Mode = entry.Type == EntryType.Symlink ? entry.Mode : Mode(),
            Uid = random.Next(3) == 0 ? random.Next(3) : 0,
            Gid = random.Next(3) == 0 ? random.Next(3) : 0,
        };
        if (random.Next(4) == 0)
            entry = entry.WithXattr(random.Next(2) == 0 ? "user.x" : "user.y", $"{count}");
        return random.Next(8) == 0 ? entry.WithXattr("trusted.z", $"{count}") : entry;
    }

    /// <summary>The kernel makes directories in a setgid one setgid too: tools show that, the rule for missing parents does not.</summary>
    private uint Mode()
    {
        var mode = Modes[random.Next(Modes.Length)];
        return options.IsAgreed ? mode & ~SetGroup : mode;
    }
}
