using OciFs.Reference.Layout;
using OciFs.Reference.Trees;
using OciFs.Tests.Views;

namespace OciFs.Rivals.Tests;

/// <summary>A layer as the only one of an image, opened by the core library.</summary>
internal sealed class OpenedArchive(LayerBlob layer) : IDisposable
{
    private readonly OpenedStack _stack = new(layout => layout.Name("image", layout.AddImage([layer]).Manifest));

    /// <summary>The tree that we show; throws <see cref="OciFsException"/> where the layer cannot be read.</summary>
    public TreeTable Tree => TreeDump.Of(_stack.Tree, _stack.Rootfs());

    /// <summary>What is told in <c>error</c>, each problem once, without the entries that have it.</summary>
    public IReadOnlyList<string> Told =>
        [.. _stack.Errors().Select(line => line[(line.LastIndexOf(": ", StringComparison.Ordinal) + 2)..]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Asserts that we show what the tools unpack, but for what <paramref name="judgement"/> says.</summary>
    /// <param name="archive">The file that the tools are given.</param>
    /// <param name="judgement">Its row of <see cref="Judgements"/>.</param>
    public void IsAsJudged(string archive, Judgement judgement)
    {
        var tree = Tree;
        Assert.True(judgement.Told.SequenceEqual(Told, StringComparer.Ordinal), $"told: {string.Join('\n', Told)}");
        foreach (var (extractor, differences) in judgement.Asked)
        {
            var theirs = Extraction.Of(extractor, archive);
            var found = TreeComparison.Differences(theirs.Tree, theirs.Held(tree));
            Assert.True(
                differences.SequenceEqual(found, StringComparer.Ordinal),
                $"{extractor} -> ours:\n{string.Join('\n', found)}\njudged:\n{string.Join('\n', differences)}\n{theirs.Message}");
            Assert.True(theirs.Succeeded || judgement != Judgement.Agreement, $"{extractor}: {theirs.Message}");
        }
    }

    public void Dispose() => _stack.Dispose();
}
