using System.Collections.Immutable;
using OciFs.Comparing;
using OciFs.Images;
using OciFs.Layers;
using OciFs.Tree;

namespace OciFs.Provenance;

/// <summary>Which layers of a platform added, changed and removed a path.</summary>
/// <param name="Path">
/// The path, without symbolic links on the way, as far as the image still has it; the link at its end is not followed. Where no layer ever had that, but one had
/// the path as it was written, that.
/// </param>
/// <param name="Exists">Whether the image shows it.</param>
/// <param name="Events">What the layers did, base first; none where no layer ever had it.</param>
public sealed record PathHistory(ReadOnlyMemory<byte> Path, bool Exists, ImmutableArray<PathEvent> Events)
{
    /// <summary>The history of a path, in bytes; waits for the layers.</summary>
    /// <exception cref="OciFsException">A layer cannot be had; <see cref="OciFsError.LimitExceeded"/>: there are too many links on the way.</exception>
    public static PathHistory Of(ImagePlatform platform, ReadOnlySpan<byte> path)
    {
        var tree = platform.OpenTree();
        var history = Of(tree, platform, OpenPath.Of(tree, path));
        return history.Events.IsEmpty && Of(tree, platform, OpenPath.AsWritten(path)) is { Events.IsEmpty: false } written ? written : history;
    }

    private static PathHistory Of(RootFs tree, ImagePlatform platform, List<byte[]> names)
    {
        var events = ImmutableArray.CreateBuilder<PathEvent>();
        TreeChild? before = null;
        foreach (var layer in platform.Layers)
        {
            var after = Find(tree, layer.Number, names);
            if (EventOf(tree, layer, names, before, after) is { } happened)
            {
                events.Add(happened);
            }

            before = after;
        }

        return new PathHistory(LayerPath.Join(names), before is not null, events.DrainToImmutable());
    }

    private static TreeChild? Find(RootFs tree, int top, List<byte[]> names)
    {
        var parts = tree.RootParts(top);
        TreeChild? found = new TreeChild(parts.Content[0], default, parts);
        foreach (var name in names)
        {
            if (found is not { Parts: { } folder } || !tree.TryResolve(folder, name, out var child))
            {
                return null;
            }

            found = child;
        }

        return found;
    }

    private static PathEvent? EventOf(RootFs tree, ImageLayer layer, List<byte[]> names, TreeChild? before, TreeChild? after)
    {
        if (after is not { } now)
        {
            return before is null ? null
                : LayerPath.Hides(tree, layer.Number, names) is { } hiding ? new PathEvent(layer, PathChange.Removed, FileAspects.None, hiding.How, hiding.By)
                : new PathEvent(layer, PathChange.Removed, FileAspects.None, null, default);
        }

        if (before is not { } was)
        {
            return new PathEvent(layer, PathChange.Added, FileAspects.None, null, default);
        }

        var what = Comparison.Of(tree, layer.Number, was, now);
        return what != FileAspects.None || IsDescribed(tree, layer.Number, names) ? new PathEvent(layer, PathChange.Changed, what, null, default) : null;
    }

    // A directory may be in a layer for what is in it alone.
    private static bool IsDescribed(RootFs tree, int layer, List<byte[]> names) =>
        LayerPath.Find(tree, layer, names) is { } own && (tree.IndexOf(layer).Inode(own).Flags & LayerInodeFlags.Implied) == 0;
}
