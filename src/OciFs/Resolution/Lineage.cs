using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>
/// Which image was made upon which, by what their configs have in common: a parent's layers are the base of its child's, its history is how that of its child
/// begins, and one of both goes on (as libimage of Podman decides, which asks for exactly one step more). Where a history is not told it contradicts nothing,
/// but then there has to be a further layer. In one pass over all layers and steps.
/// </summary>
internal sealed class Lineage
{
    // Histories as a tree of steps: two that begin alike come by the same numbers. 0 is none.
    private readonly Dictionary<(int Before, ImageHistory Step), int> _steps = [];
    private readonly Dictionary<(int Count, ChainId Top), Ends> _ends = [];

    private Lineage()
    {
    }

    /// <summary>The number of each image's parent among them; -1 of those that have none.</summary>
    /// <param name="configs">The configs, each image once.</param>
    /// <param name="recorded">The parents that the store has recorded, which count before all else; -1 for none.</param>
    public static int[] Parents(IReadOnlyList<ImageConfig> configs, IReadOnlyList<int> recorded)
    {
        var lineage = new Lineage();
        var paths = configs.Select(config => new Path([.. ChainId.Each(config.DiffIds.AsSpan())], lineage.StepsOf(config))).ToArray();
        for (var i = 0; i < paths.Length; i++)
        {
            lineage.Add(paths[i], i);
        }

        int[] parents = [.. paths.Select((path, i) => recorded[i] >= 0 ? recorded[i] : lineage.ParentOf(path))];
        CutCircles(parents);
        return parents;
    }

    private int[] StepsOf(ImageConfig config)
    {
        var path = new int[config.History.Length + 1];
        for (var i = 0; i < config.History.Length; i++)
        {
            var step = (path[i], config.History[i]);
            if (!_steps.TryGetValue(step, out path[i + 1]))
            {
                _steps.Add(step, path[i + 1] = _steps.Count + 1);
            }
        }

        return path;
    }

    private void Add(Path path, int image)
    {
        var key = path.Key(path.Chains.Length);
        if (!_ends.TryGetValue(key, out var ends))
        {
            _ends.Add(key, ends = new Ends(image, []));
        }

        ends.ByHistory.TryAdd(path.Steps[^1], image);
    }

    private int ParentOf(Path path)
    {
        for (var layers = path.Chains.Length; layers >= 0; layers--)
        {
            if (_ends.TryGetValue(path.Key(layers), out var ends) && ParentAmong(ends, path, layers) is >= 0 and var parent)
            {
                return parent;
            }
        }

        return -1;
    }

    private static int ParentAmong(Ends ends, Path path, int layers)
    {
        var hasMore = layers < path.Chains.Length;
        if (path.Steps.Length == 1)
        {
            return hasMore && layers > 0 ? ends.First : -1;
        }

        // Of no layer and no step would be the parent of all.
        var least = hasMore && layers > 0 ? 0 : 1;
        for (var steps = path.Steps.Length - (hasMore ? 1 : 2); steps >= least; steps--)
        {
            if (ends.ByHistory.TryGetValue(path.Steps[steps], out var parent))
            {
                return parent;
            }
        }

        return -1;
    }

    // What a store has recorded may be anything.
    private static void CutCircles(int[] parents)
    {
        var walks = new int[parents.Length];
        for (var i = 0; i < parents.Length; i++)
        {
            var last = -1;
            for (var at = i; at >= 0 && walks[at] == 0; at = parents[at])
            {
                walks[at] = i + 1;
                last = at;
            }

            if (last >= 0 && parents[last] >= 0 && walks[parents[last]] == i + 1)
            {
                parents[last] = -1;
            }
        }
    }

    /// <summary>Where an image stands.</summary>
    /// <param name="Chains">The chain IDs of its layers, base first.</param>
    /// <param name="Steps">The numbers by which its history comes, from 0 on.</param>
    private readonly record struct Path(ChainId[] Chains, int[] Steps)
    {
        public (int Count, ChainId Top) Key(int layers) => (layers, layers == 0 ? default : Chains[layers - 1]);
    }

    /// <summary>The images of one chain of layers.</summary>
    /// <param name="First">The first.</param>
    /// <param name="ByHistory">The first of each history.</param>
    private sealed record Ends(int First, Dictionary<int, int> ByHistory);
}
