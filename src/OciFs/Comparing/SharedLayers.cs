using OciFs.Layers;
using OciFs.References;
using OciFs.Stores;
using OciFs.Tree;
using OciFs.Views;

namespace OciFs.Comparing;

/// <summary>
/// Which files and directories of two merged trees are the same by where they come from: the same inode of the same layer, whose bytes were proven by their
/// digest. Layers are the same whatever place they have in the two stacks, and whatever store they came from. Any thread.
/// </summary>
internal sealed class SharedLayers
{
    private readonly RootFs _before;
    private readonly RootFs _after;
    private readonly int[] _ofBefore;
    private readonly int[] _ofAfter;
    private readonly bool _holdsOfFolders;

    private SharedLayers(RootFs before, RootFs after, int[] ofBefore, int[] ofAfter)
    {
        (_before, _after, _ofBefore, _ofAfter) = (before, after, ofBefore, ofAfter);

        // A hard link to a lower layer is a file of whatever lies below, and gives a file elsewhere its attributes: where the two trees have such a link
        // above what they have in common, equal parts do not make equal directories.
        var common = ofBefore.AsSpan().CommonPrefixLength(ofAfter);
        _holdsOfFolders = !HasLowerLinks(before, common) && !HasLowerLinks(after, common);
    }

    /// <summary>What two trees share. Waits for their layers.</summary>
    /// <exception cref="OciFsException">A layer cannot be had.</exception>
    public static SharedLayers Of(RootfsView before, RootfsView after)
    {
        // A layer that nothing proves is only itself.
        Dictionary<object, int> numbers = [];
        return new SharedLayers(before.Merged, after.Merged, NumbersOf(before, numbers), NumbersOf(after, numbers));
    }

    /// <summary>How a name of two directories that have one each of it relates; the names are those of directories.</summary>
    public Sameness OfFolders(MergedDirectory before, MergedDirectory after, ReadOnlySpan<byte> name)
    {
        if (!_holdsOfFolders || !_before.TryResolve(before.Parts, name, out var one) || !_after.TryResolve(after.Parts, name, out var other)
            || one.Parts is null || other.Parts is null)
        {
            return Sameness.None;
        }

        return OfFolders(one.Parts, other.Parts);
    }

    /// <summary>How two directories relate.</summary>
    public Sameness OfFolders(DirectoryParts before, DirectoryParts after) => !_holdsOfFolders ? Sameness.None
        : (HaveSameContent(before, after) ? Sameness.Content : Sameness.None) | (IsSame(before.Attributes, after.Attributes) ? Sameness.Attributes : Sameness.None);

    /// <summary>How two files that are no directories relate.</summary>
    public Sameness OfFiles(TreeNode before, TreeNode after)
    {
        if (!IsSame(before, after))
        {
            return Sameness.None;
        }

        // Links that describe the file later, whichever layer they are of.
        var (one, other) = (_before.LinksTo(before), _after.LinksTo(after));
        var isDescribedAlike = one.Count == other.Count;
        for (var i = 0; i < one.Count && isDescribedAlike; i++)
        {
            isDescribedAlike = IsSame(one[i], other[i]);
        }

        return isDescribedAlike ? Sameness.Content | Sameness.Attributes : Sameness.Content;
    }

    private bool HaveSameContent(DirectoryParts before, DirectoryParts after)
    {
        var isSame = before.Content.Length == after.Content.Length;
        for (var i = 0; i < before.Content.Length && isSame; i++)
        {
            isSame = IsSame(before.Content[i], after.Content[i]);
        }

        return isSame;
    }

    private bool IsSame(TreeNode before, TreeNode after) => before.Inode == after.Inode && _ofBefore[before.Layer] == _ofAfter[after.Layer];

    private static int[] NumbersOf(RootfsView view, Dictionary<object, int> numbers) =>
        [.. Array.ConvertAll([.. view.Layers], layer => NumberOf(Patience.Ask(() => layer.Opened), numbers))];

    private static int NumberOf(OpenedLayer opened, Dictionary<object, int> numbers)
    {
        object key = opened.Stored.Proof is LayerProof.Bytes ? (Digest)opened.Stored.Key : opened;
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers.Add(key, number = numbers.Count);
        }

        return number;
    }

    private static bool HasLowerLinks(RootFs tree, int from)
    {
        for (var layer = from; layer < tree.LayerCount; layer++)
        {
            if (tree.IndexOf(layer).LowerLinks.Length > 0)
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What two files have of one and the same source.</summary>
[Flags]
internal enum Sameness
{
    None = 0,

    /// <summary>Bytes, target or device; of directories all that is below them.</summary>
    Content = 1,

    /// <summary>Mode, owner, times and extended attributes.</summary>
    Attributes = 2,
}
