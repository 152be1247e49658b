using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Trees;

namespace OciFs.Rivals.Tests;

/// <summary>What other programs write of one nasty tree, in all their formats: what we show of it is what the tools unpack.</summary>
public sealed class WrittenTests
{
    public static TheoryData<string> Names => [.. Writers.ByName.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_shown_is_what_the_tools_unpack(string writer)
    {
        using var temp = new TempFolder();
        using var opened = Written(temp, writer);
        opened.IsAsJudged(temp["a.tar"], WrittenJudgements.ByWriter.GetValueOrDefault(writer, Judgement.Agreement));
    }

    [Fact]
    public void What_is_shown_is_what_was_packed()
    {
        using var temp = new TempFolder();
        using var opened = Written(temp, "tar posix 1.0");
        Assert.Empty(TreeComparison.Differences(Below("t", TreeTable.Of(temp["t"])), Below("", opened.Tree), "hardlink"));
    }

    private static OpenedArchive Written(TempFolder temp, string writer)
    {
        NastyTree.Make(temp.Path);
        // The exit status is not asked for: most complain of what their format cannot hold.
        var result = Command.Shell("cd \"$1\" && timeout -s KILL 60 bash -c \"$2\"", temp.Path, Writers.ByName[writer]);
        Assert.True(new FileInfo(temp["a.tar"]) is { Exists: true, Length: > 20_000 }, result.Error);
        return new OpenedArchive(LayerBlob.Of(File.ReadAllBytes(temp["a.tar"])));
    }

    /// <summary>The rows below a folder, as they would stand in the folder that holds it.</summary>
    private static TreeTable Below(string folder, TreeTable tree) => new([.. tree.Rows
        .Where(row => folder.Length > 0 || row.Path != ".")
        .Select(row => folder.Length == 0 ? row : row with { Path = row.Path == "." ? folder : $"{folder}/{row.Path}" })]);
}
