using OciFs.Images;

namespace OciFs.Comparing;

/// <summary>
/// Compares two trees: the root file systems of two images, of two platforms, of the layers up to one and up to another, or any folders or files in them.
/// What both have of one layer is neither read nor walked.
/// </summary>
public static class TreeComparison
{
    /// <summary>
    /// How two trees differ, by ascending bytes of the paths; each difference as soon as it is known, some hundred together where contents are to be read.
    /// Memory does not grow with the trees.
    /// </summary>
    /// <param name="before">The first tree; null for nothing at all. May be of another store than the other.</param>
    /// <param name="after">The second tree; null for nothing at all.</param>
    /// <param name="options">What counts; null for everything.</param>
    /// <exception cref="OciFsException">A tree cannot be had; thrown when the differences are asked for.</exception>
    public static IEnumerable<FileDifference> Compare(FileNode? before, FileNode? after, ComparisonOptions? options = null)
    {
        options ??= new ComparisonOptions();
        var sides = new TreeSides(before, after);
        if (sides.AreOne)
        {
            return [];
        }

        return ContentWindow.Decide(sides, new PairWalk(sides, options.OnlyTops).Pairs().Select(pair => Candidate.Of(sides, pair, options.Aspects)));
    }
}
