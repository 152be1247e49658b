using OciFs.Reference.Tar;

namespace OciFs.Reference.Stacks;

/// <summary>What few layers have.</summary>
internal sealed class OddEntries(Random random)
{
    private static readonly ByteString[] Roots = ["./", ".", "/", "", "a/.."];
    private static readonly ByteString[] Names = [".wh.", ".wh..", ".wh...", ".wh..wh.aufs", ".wh..wh.plnk", ".wh..wh.orph", ".wh..wh..wh.a"];

    /// <summary>The root's own entry, as tools spell it.</summary>
    public TestEntry Root() => TestEntry.Directory(Pick(Roots));

    /// <summary>Markers of nothing, names that AUFS kept for itself, and a marker's name above another one.</summary>
    public TestEntry Marker(PathGenerator paths) => random.Next(4) switch
    {
        0 => TestEntry.File(".wh.a/" + paths.Leaf()),
        1 => TestEntry.Directory("b/" + Pick(Names)),
        _ => TestEntry.File(Pick(Names)),
    };

    /// <summary>A device whose numbers pass 8 bits: Linux has 12 for the major and 20 for the minor one.</summary>
    public TestEntry Device(ByteString name) => TestEntry.CharacterDevice(name, (uint)random.Next(256, 4096), (uint)random.Next(256, 1 << 20));

    /// <summary>What a global header says of all entries behind it.</summary>
    public PaxRecords Records()
    {
        var records = new PaxRecords().Add("comment", "of all");
        if (random.Next(2) == 0)
            records.Add("uid", $"{random.Next(3) - 1}");
        if (random.Next(2) == 0)
            records.Add("gid", random.Next(3) == 0 ? "" : $"{random.Next(3_000_000)}");
        if (random.Next(2) == 0)
            records.Add("mtime", $"{random.Next(2_000_000_000)}.5");
        return random.Next(3) == 0 ? records.Add("SCHILY.xattr.user.global", "1") : records;
    }

    private ByteString Pick(ByteString[] names) => names[random.Next(names.Length)];
}
