using OciFs.Reference.Trees;

namespace OciFs.Reference.Apply;

/// <summary>What a stack of layers came to.</summary>
/// <param name="Root">The folder that holds the merged tree.</param>
/// <param name="Problems">Entries that were skipped or stopped at the root, in the order of application.</param>
/// <param name="Held">What files should show and the file system cannot hold.</param>
/// <param name="LedBack">Hard links whose target a lower layer's symbolic link leads to, back to what their own layer has or has hidden.</param>
public sealed record AppliedTree(
    string Root, IReadOnlyList<LayerProblem> Problems, AttributeTable Held, IReadOnlyList<(int Layer, ByteString Name)> LedBack)
{
    /// <summary>The tree as it should be seen, with the attributes that only <see cref="Held"/> has.</summary>
    public TreeTable ToTable() => TreeTable.Of(Root, Held);
}
