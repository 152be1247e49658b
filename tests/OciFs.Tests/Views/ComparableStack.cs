using OciFs.Reference;
using OciFs.Reference.Apply;
using OciFs.Reference.Stacks;

namespace OciFs.Tests.Views;

/// <summary>Leaves out of a stack where we are known to differ, since a layer is indexed without those below it: open questions, not rules.</summary>
internal static class ComparableStack
{
    /// <summary>
    /// Hard links that lead nowhere where another name has to do with them: such a link has already taken the place of what stood there in
    /// its own layer, has been taken for the target of links behind it, and has given its time to the directories it implies. No real tool unpacks such a layer.
    /// </summary>
    public static IReadOnlyList<(int Layer, ByteString Name)> Misleading(LayerStack stack, IReadOnlyList<LayerProblem> problems) =>
    [
        .. problems.Where(problem => problem.Kind is ProblemKind.NoLinkTarget or ProblemKind.DirectoryLinkTarget
            && (IsMet(stack.Layers[problem.Layer], problem.Name) || !IsAwaited(Sound(stack, problems, problem), problem.Name)))
            .Select(problem => (problem.Layer, problem.Name)),
    ];

    /// <summary>The stack without some hard links.</summary>
    public static LayerStack Without(LayerStack stack, IReadOnlyList<(int Layer, ByteString Name)> links) => stack with
    {
        Layers = [.. stack.Layers.Select((layer, number) => (IReadOnlyList<TestEntry>)
            [.. layer.Where(entry => entry.Type != EntryType.HardLink || !links.Any(link => link.Layer == number && link.Name == entry.Name))])],
    };

    /// <summary>The stack without entries below a hard link that may be one to a symbolic link of a lower layer: they are told and left out.</summary>
    public static LayerStack WithoutEntriesBelowLinks(LayerStack stack) =>
        stack with { Layers = [.. stack.Layers.Select(WithoutEntriesBelowLinks)] };

    /// <summary>The layer of a problem without the other entries that were skipped.</summary>
    private static IReadOnlyList<TestEntry> Sound(LayerStack stack, IReadOnlyList<LayerProblem> problems, LayerProblem one) =>
        [.. stack.Layers[one.Layer].Where(entry => entry.Name == one.Name
            || !problems.Any(other => other.Kind != ProblemKind.LeftRoot && other.Layer == one.Layer && other.Name == entry.Name))];

    /// <summary>Whether another entry of the layer has to do with the name of a link.</summary>
    private static bool IsMet(IReadOnlyList<TestEntry> layer, ByteString link) =>
        layer.Count(entry => Meets(entry.Name, link)) > 1 || layer.Any(entry => entry.Type == EntryType.HardLink && Meets(entry.Target, link))
        || layer.Any(entry => entry.Type == EntryType.Symlink);

    /// <summary>Whether an earlier entry has made the directory of a link, whose time is then not the link's.</summary>
    private static bool IsAwaited(IReadOnlyList<TestEntry> layer, ByteString link) => layer.TakeWhile(entry => entry.Name != link)
        .Any(entry => entry.Type is EntryType.File or EntryType.Directory && !entry.Name.ToLatin1().Contains(".wh.")
            && Clean(entry.Name).StartsWith(Clean(link)[..(Clean(link).LastIndexOf('/') + 1)], StringComparison.Ordinal));

    private static bool Meets(ByteString name, ByteString link) =>
        (Clean(name) + "/").StartsWith(Clean(link) + "/", StringComparison.Ordinal)
        || (Clean(link) + "/").StartsWith(Clean(name) + "/", StringComparison.Ordinal);

    private static IReadOnlyList<TestEntry> WithoutEntriesBelowLinks(IReadOnlyList<TestEntry> layer)
    {
        var links = layer.Where((entry, at) => entry.Type == EntryType.HardLink && IsOpen(layer.Take(at), entry.Target))
            .Select(entry => Clean(entry.Name)).ToList();
        return [.. layer.Where(entry => !links.Exists(link => IsBelow(entry.Name, link) || (entry.Type == EntryType.HardLink && IsBelow(entry.Target, link))))];
    }

    /// <summary>Whether the layer by itself does not tell what a link's target is.</summary>
    private static bool IsOpen(IEnumerable<TestEntry> before, ByteString target) =>
        before.LastOrDefault(other => Clean(other.Name) == Clean(target)) is not { Type: not EntryType.HardLink };

    private static bool IsBelow(ByteString name, string folder) => Clean(name).StartsWith(folder + "/", StringComparison.Ordinal);

    private static string Clean(ByteString name) => Path.GetFullPath("/" + name.ToLatin1());
}
