using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Mutate;
using OciFs.Reference;
using OciFs.Reference.Tar;

namespace OciFs.Fuzz.Harnesses;

/// <summary>PAX records, put before a file of 512 bytes that can also be read as a sparse map of version 1.0.</summary>
internal sealed class PaxHarness : Harness
{
    private static readonly FileContent Content = FileContent.Of([.. "2\n1\n1\n9\n2\n"u8, .. new byte[502], .. "abc"u8]);

    public override string Name => "pax";

    public override int MostBytes => 2 << 10;

    public override IReadOnlyList<byte[]> Words => TarWords.All;

    public override IReadOnlyList<Mutation> Mutations => PaxMutations.All;

    public override IEnumerable<byte[]> Seeds()
    {
        foreach (var key in TarWords.Keys)
            yield return new PaxRecords().Add(key, "1").ToArray();
        yield return new PaxRecords().Add("GNU.sparse.major", "1").Add("GNU.sparse.minor", "0").Add("GNU.sparse.name", "s")
            .Add("GNU.sparse.realsize", "100").ToArray();
        yield return new PaxRecords().Add("GNU.sparse.size", "600").Add("GNU.sparse.numblocks", "1").Add("GNU.sparse.map", "5,515").ToArray();
        yield return new PaxRecords().Add("GNU.sparse.size", "600").Add("GNU.sparse.numblocks", "1").Add("GNU.sparse.offset", "5")
            .Add("GNU.sparse.numbytes", "515").ToArray();
        yield return new PaxRecords().Add("path", "other").Add("mtime", "-1.123456789").Add("SCHILY.xattr.user.b", "\0=\n").ToArray();
    }

    public override byte[] Repair(byte[] input, Random random) => random.Next(4) != 0 ? PaxMutations.FixLengths(input) : input;

    public override void Run(byte[] input)
    {
        foreach (var type in (EntryType[])[EntryType.PaxLocal, EntryType.PaxGlobal])
        {
            var records = new TestEntry { Name = "records", Type = type, Content = FileContent.Of(input) };
            TarJudge.Judge(new LayerBuilder()
                .Add(records, TarDialect.Ustar)
                .Add(TestEntry.File("file") with { Content = Content }, TarDialect.Ustar)
                .Add(TestEntry.CharacterDevice("device", 1, 2), TarDialect.Ustar)
                .ToArray());
        }
    }
}
