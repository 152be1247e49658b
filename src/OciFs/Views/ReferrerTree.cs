using System.Collections.Immutable;
using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Views;

/// <summary>All artifacts about a manifest, those about them, and so on, as the store is now: each has one place.</summary>
/// <param name="tree">The tree it is part of.</param>
/// <param name="root">The manifest.</param>
internal sealed class ReferrerTree(ImageTree tree, Digest root)
{
    private volatile Found? _last;

    /// <summary>The artifacts about <paramref name="subject"/> that have their place below it.</summary>
    /// <exception cref="NotReadyException">The store is being searched.</exception>
    public ImmutableArray<FoundReferrer> Of(Digest subject)
    {
        var index = tree.Referrers;
        var last = _last;
        if (!ReferenceEquals(last?.Of, index))
        {
            _last = last = new Found(index, index.TreeOf(root));
        }

        // Those of platforms that the store was not asked to fetch are not missing.
        return last.Tree.TryGetValue(subject, out var found) ? found.RemoveAll(referrer => tree.Documents.MayLack(referrer.Descriptor.Digest)) : [];
    }

    private sealed record Found(ReferrerIndex Of, Dictionary<Digest, ImmutableArray<FoundReferrer>> Tree);
}
