using OciFs.Reference.Apply;
using OciFs.Reference.Stacks;
using OciFs.Reference.Tar;
using OciFs.Reference.Trees;

namespace OciFs.Reference.Tests;

/// <summary>The reader against archives that other programs wrote: what it reads must give back the folder they were made of.</summary>
public sealed class TarReaderTests
{
    private const string Script = """
        set -e
        mkdir d && echo content > d/f && chmod 4751 d/f && ln d/f d/h && ln -s ../nowhere d/s
        mkfifo p && mknod c c 1 3 && mknod b b 7 300
        chown 12:34 d && touch -d @1234567890 d/f
        mkdir d/0123456789012345678901234567890123456789
        for n in 1 2 3 4; do head -c $((n * 700)) /dev/zero | tr '\0' $n > d/0123456789012345678901234567890123456789/$n; done
        chmod 1777 d && touch -d @1200000000 d
        """;

    private const string LongScript = """
        set -e
        n=$(printf 'n%.0s' $(seq 200)); mkdir $n; echo x > $n/$n; ln -s $n/$n s; ln $n/$n h; touch -d @-77 $n/$n
        chown 3000000:4000000000 $n
        for i in 0 1 2 3 4 5 6 7 8 9; do echo run$i | dd of=sparse bs=1 seek=$((i * 50000)) conv=notrunc status=none; done
        truncate -s 700000 sparse
        truncate -s 300000 hole; touch -d @1000000000 s sparse hole
        """;

    private const string PaxScript = """
        set -e
        echo x > f; setfattr -n user.a -v 1 f; setfattr -n trusted.b -v '' f; touch -d '2001-02-03 04:05:06.789012345Z' f
        mkdir d; setfattr -n user.d -v d d; touch -d @1500000000.5 d
        """;

    public static TheoryData<string, string, string> Archives => new()
    {
        { "tar", "--format=v7", "mkdir d; echo x > d/f; ln d/f h; ln -s d/f s; chmod 751 d" },
        { "tar", "--format=ustar", Script }, { "tar", "--format=gnu", Script }, { "tar", "--format=pax", Script },
        { "tar", "--format=gnu --sparse", LongScript }, { "tar", "--format=pax --sparse --sparse-version=0.0", LongScript },
        { "tar", "--format=pax --sparse --sparse-version=0.1", LongScript },
        { "tar", "--format=pax --sparse --sparse-version=1.0", LongScript },
        { "tar", "--format=pax --xattrs --xattrs-include=*", PaxScript },
        { "bsdtar", "--format=pax", Script }, { "bsdtar", "--format=ustar", Script }, { "bsdtar", "--format=gnutar", Script },
        { "bsdtar", "--format=pax", LongScript }, { "bsdtar", "--format=pax --xattrs", PaxScript },
        { "tar", "--format=pax", "touch -d '1960-01-01 00:00:00.25Z' before-1970" },
    };

    [Theory]
    [MemberData(nameof(Archives))]
    public void Reads_what_other_programs_wrote(string program, string options, string script)
    {
        using var temp = new TempFolder();
        Directory.CreateDirectory(temp["in"]);
        _ = Programs.Output("bash", ["-c", script], temp["in"]);
        var tar = Programs.Output(program, [.. options.Split(' '), "-cf", "-", "."], temp["in"]);
        Directory.CreateDirectory(temp["out"]);
        var applied = NaiveApplier.Apply([TarReader.Read(tar)], temp["out"]);
        Assert.Empty(applied.Problems);
        var whole = !options.Contains("pax");
        var expected = whole ? WholeSeconds(TreeTable.Of(temp["in"])) : TreeTable.Of(temp["in"]);
        Same.Tree(expected, applied.ToTable(), options);
    }

    [Fact]
    public void Reads_back_what_the_writer_wrote_in_every_dialect()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var stack = StackGenerator.Generate(seed);
            stack = stack with { Layers = [.. stack.Layers.Select(layer => layer.Where(entry => entry.Type != EntryType.PaxGlobal).ToArray())] };
            var read = new LayerStack([.. stack.ToTars().Select(TarReader.Read)]);
            Assert.Equal(Said(stack), Said(read));
        }
    }

    [Fact]
    public void Refuses_what_is_damaged()
    {
        var tar = LayerBuilder.Tar([TestEntry.File("a", "content")]);
        Assert.Throws<InvalidDataException>(() => TarReader.Read(tar[..515]));
        Assert.Throws<InvalidDataException>(() => TarReader.Read(tar[..500]));
        tar[0] ^= 1;
        Assert.Throws<InvalidDataException>(() => TarReader.Read(tar));
    }

    /// <summary>All entries without what only a dialect says: v7 tells directories by a slash.</summary>
    private static string Said(LayerStack stack) => new LayerStack([.. stack.Layers.Select(layer => layer.Select(entry => entry with
    {
        Dialect = default,
        Name = entry.Dialect == TarDialect.V7 && entry.Type == EntryType.Directory ? entry.Name + "/" : entry.Name,
    }).ToArray())]).ToString();

    private static TreeTable WholeSeconds(TreeTable table) =>
        new([.. table.Rows.Select(row => row with { Modified = row.Modified[..row.Modified.IndexOf('.')] + ".000000000" })]);
}
