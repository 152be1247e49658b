using System.Collections.Immutable;
using OciFs.Images;
using OciFs.References;

namespace OciFs.Cli.Printing;

/// <summary>Images in the order of a tree, each behind the one that it was made upon, all names of one image together.</summary>
internal static class ImageForest
{
    /// <summary>
    /// Lines of images, siblings in the order in which they are given. An image whose parent is not among them stands below the nearest of its ancestors that is.
    /// </summary>
    public static IEnumerable<Line> Of(IEnumerable<Image> images, ImageRelations relations)
    {
        var nodes = images.GroupBy(KeyOf).ToDictionary(names => names.Key, names => names.ToImmutableArray());
        var children = nodes.Values.ToLookup(names => AncestorAmong(nodes, names[0], relations));

        // Not by recursion: chains of images may be as long as a store likes.
        var waiting = new Stack<(ImmutableArray<Image> Names, string Branch, string Below)>();
        foreach (var root in children[null].Reverse())
        {
            waiting.Push((root, string.Empty, string.Empty));
        }

        while (waiting.TryPop(out var next))
        {
            yield return new Line(next.Branch, next.Names);
            var end = true;
            foreach (var child in children[KeyOf(next.Names[0])].Reverse())
            {
                waiting.Push((child, next.Below + (end ? "└── " : "├── "), next.Below + (end ? "    " : "│   ")));
                end = false;
            }
        }
    }

    // What has no ID is no image to run, and the same where its document is.
    private static Digest KeyOf(Image image) => image.Id ?? image.Target.Digest;

    private static Digest? AncestorAmong(Dictionary<Digest, ImmutableArray<Image>> nodes, Image image, ImageRelations relations)
    {
        var parent = relations.Parent(image);
        while (parent is not null && !nodes.ContainsKey(KeyOf(parent)))
        {
            parent = relations.Parent(parent);
        }

        return parent is null ? null : KeyOf(parent);
    }

    /// <summary>A line of the tree.</summary>
    /// <param name="Branch">What is drawn before it.</param>
    /// <param name="Names">The image, by each of its names.</param>
    internal readonly record struct Line(string Branch, ImmutableArray<Image> Names);
}
