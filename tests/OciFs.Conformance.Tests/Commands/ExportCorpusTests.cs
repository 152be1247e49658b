using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Cases;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Commands;

/// <summary>Every edge case exported: what GNU tar makes of the archive, and the folder, is the tree that real tools unpacked.</summary>
public sealed class ExportCorpusTests : IDisposable
{
    private const string Large = "sparse-9g";

    private readonly TempFolder folder = new();

    public static TheoryData<string> Readable => [.. Names.Where(name => !IsRefused(name) && name != Large)];

    public static TheoryData<string> Refused => [.. Names.Where(IsRefused)];

    private static IEnumerable<string> Names => Corpora.All.SelectMany(corpus => corpus.Names);

    [Theory]
    [MemberData(nameof(Readable))]
    public void TheTreeIsWhatTheToolsMadeOfIt(string name)
    {
        var source = $"oci:{Corpora.Having(name).Layout}:{name}";
        Command.Ocifs("export", source, "-o", folder["a.tar"]).Ok();
        Command.Shell(
            """
            mkdir "$1/tar"
            tar -C "$1/tar" --xattrs --xattrs-include='*' --same-owner --numeric-owner -xpf "$1/a.tar"
            """,
            folder.Path).Ok();
        Command.Ocifs("export", source, "-o", folder["dir/"]).Ok();
        Assert.Empty(ExportLimits.Left(name, CaseTree.Faults(name, TreeTable.Of(folder["tar"]))));
        Assert.Empty(ExportLimits.Left(name, CaseTree.Faults(name, TreeTable.Of(folder["dir"]))));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void OfWhatCannotBeReadNothingIsLeft(string name)
    {
        Command.Ocifs("export", $"oci:{Corpora.Having(name).Layout}:{name}", "-o", folder["a.tar"]).FailsInOneLine(1);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    /// <summary>9 GiB of which a few blocks are stored: the archive is small, and its file as long and as full as the image says.</summary>
    [Fact]
    public void HolesStayHoles()
    {
        var source = $"oci:{Corpora.Given.Layout}:{Large}";
        Command.Ocifs("export", source, "-o", folder["a.tar"]).Ok();
        Command.Ocifs("export", source, "-o", folder["dir/"]).Ok();
        Command.Shell("""mkdir "$1/tar"; tar -C "$1/tar" -xpf "$1/a.tar" """, folder.Path).Ok();
        Assert.InRange(new FileInfo(folder["a.tar"]).Length, 1, 1 << 20);
        var size = Corpora.Given.Expected(Large)!.Rows.Single(row => row.Path == "big").Size;
        foreach (var file in new[] { folder["dir/big"], folder["tar/big"] })
        {
            var facts = Command.Run("stat", "-c", "%s %b", file).Ok().Split(' ');
            Assert.Equal(size, facts[0]);
            Assert.InRange(long.Parse(facts[1]), 1, 200);
        }

        Assert.Equal(0, Command.Shell("""cmp <(dd if="$1/dir/big" bs=1M count=64 status=none) <(dd if="$1/tar/big" bs=1M count=64 status=none)""", folder.Path).ExitCode);
    }

    public void Dispose() => folder.Dispose();

    private static bool IsRefused(string name) => CaseDeviations.IsCut(name) || name == "c-xz";
}
