using OciFs.Reference;
using OciFs.Reference.Apply;
using OciFs.Reference.Layout;
using OciFs.Reference.Stacks;
using OciFs.Reference.Trees;

namespace OciFs.Tests.Views;

/// <summary>The merged tree equals what the naive reference makes of the same layers on a real folder.</summary>
public sealed class RootfsAgainstReferenceTests
{
    // OCIFS_STACKS makes a longer run.
    private static readonly int Stacks = int.Parse(Environment.GetEnvironmentVariable("OCIFS_STACKS") ?? "1000");

    private static readonly int FirstSeed = int.Parse(Environment.GetEnvironmentVariable("OCIFS_SEED") ?? "1");

    [Fact]
    public void RandomStacksEqualTheReference()
    {
        for (var seed = FirstSeed; seed < FirstSeed + Stacks; seed++)
        {
            var stack = WithoutEntriesBelowLinks(StackGenerator.Generate(seed));
            if (Differences(stack).Count == 0)
            {
                continue;
            }

            var least = StackShrinker.Minimise(stack, smaller => Differences(smaller).Count > 0);
            Assert.Fail($"seed {seed}:\n{least}\nreference -> ours:\n{string.Join('\n', Differences(least))}");
        }
    }

    [Theory]
    [InlineData(LayerCompression.Gzip)]
    [InlineData(LayerCompression.Zstd)]
    public void CompressedStacksEqualTheReference(LayerCompression compression)
    {
        for (var seed = 1_000_000; seed < 1_000_010; seed++)
        {
            var stack = WithoutEntriesBelowLinks(StackGenerator.Generate(seed));
            Assert.True(Differences(stack, compression).Count == 0, $"seed {seed}: {string.Join('\n', Differences(stack, compression))}");
        }
    }

    private static IReadOnlyList<string> Differences(LayerStack stack, LayerCompression compression = LayerCompression.None)
    {
        using var folder = new TempFolder();
        var applied = NaiveApplier.Apply(stack.Layers, folder.Path);
        using var opened = new OpenedStack(stack, compression);
        try
        {
            var actual = TreeDump.Of(opened.Tree, opened.Rootfs());
            var broken = applied.Problems.Where(problem => problem.Kind is ProblemKind.NoLinkTarget or ProblemKind.DirectoryLinkTarget).ToList();
            return broken.Count == 0
                ? TreeComparison.Differences(applied.ToTable(), actual)
                : Differences(Without(stack, broken), compression);
        }
        catch (OciFsException error)
        {
            return [error.Message];
        }
    }

    // A layer is indexed without knowing those below it, so a hard link that turns out to lead nowhere has already taken the place of
    // what stood there. No real tool unpacks such a layer; what is compared is the stack without the link.
    private static LayerStack Without(LayerStack stack, List<LayerProblem> broken) => new([.. stack.Layers.Select((layer, number) =>
        (IReadOnlyList<TestEntry>)[.. layer.Where(entry => entry.Type != EntryType.HardLink
            || !broken.Exists(problem => problem.Layer == number && problem.Name == entry.Name))])]);

    // For the same reason a hard link to a symbolic link of a lower layer cannot be followed as a parent by entries of its own layer; such
    // an entry is told and left out.
    private static LayerStack WithoutEntriesBelowLinks(LayerStack stack) => new([.. stack.Layers.Select(layer =>
    {
        var links = layer.Where(entry => entry.Type == EntryType.HardLink).Select(entry => Clean(entry.Name) + "/").ToList();
        return (IReadOnlyList<TestEntry>)[.. layer.Where(entry => !links.Exists(link => (Clean(entry.Name) + "/x").StartsWith(link, StringComparison.Ordinal)
            && Clean(entry.Name) + "/" != link))];
    })]);

    private static string Clean(ByteString name) => Path.GetFullPath("/" + name.ToLatin1());
}
