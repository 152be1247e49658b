using OciFs.Reference.Apply;
using OciFs.Reference.Stacks;
using OciFs.Reference.Trees;

namespace OciFs.Reference.Tests;

/// <summary>The reference's answer to a stack, without the folder it was made in.</summary>
internal sealed record Applied(TreeTable Table, IReadOnlyList<LayerProblem> Problems)
{
    public static Applied Of(LayerStack stack)
    {
        using var temp = new TempFolder();
        var tree = NaiveApplier.Apply(stack.Layers, temp.Path);
        return new Applied(tree.ToTable(), tree.Problems);
    }

    public static Applied Of(params IReadOnlyList<TestEntry>[] layers) => Of(new LayerStack(layers));

    /// <summary>The row of a path; null where there is none.</summary>
    public TreeRow? this[string path] => Table.Rows.FirstOrDefault(row => string.Equals(row.Path, path, StringComparison.Ordinal));

    /// <summary>"path type" of every row but the root's, with blanks between them.</summary>
    public string Names => string.Join(' ', Table.Rows.Where(row => row.Path is not ".").Select(row => $"{row.Path}:{row.Type}"));
}
