using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Views;

/// <summary>All artifacts about a manifest, those about them, and so on, as the store is now: each has one place.</summary>
/// <param name="tree">The tree it is part of.</param>
/// <param name="root">The manifest.</param>
internal sealed class ReferrerTree(ImageTree tree, Digest root)
{
    private volatile Searched? _last;

    /// <summary>The artifacts about <paramref name="subject"/> that have their place below it.</summary>
    /// <exception cref="NotReadyException">The store is being searched.</exception>
    public IEnumerable<FoundReferrer> Of(Digest subject) => Found(subject).Values.Where(IsThere);

    /// <summary>One of them; null where it is none.</summary>
    /// <exception cref="NotReadyException">As <see cref="Of"/>.</exception>
    public FoundReferrer? Find(Digest subject, Digest referrer) => Found(subject).TryGetValue(referrer, out var found) && IsThere(found) ? found : null;

    // Those of platforms that the store was not asked to fetch are not missing.
    private bool IsThere(FoundReferrer referrer) => !tree.Documents.MayLack(referrer.Descriptor.Digest);

    private Dictionary<Digest, FoundReferrer> Found(Digest subject)
    {
        var index = tree.Referrers;
        var last = _last;
        if (!ReferenceEquals(last?.Of, index))
        {
            _last = last = new Searched(index, index.TreeOf(root).ToDictionary(
                pair => pair.Key, pair => pair.Value.ToDictionary(referrer => referrer.Descriptor.Digest)));
        }

        return last.Tree.TryGetValue(subject, out var found) ? found : [];
    }

    private sealed record Searched(ReferrerIndex Of, Dictionary<Digest, Dictionary<Digest, FoundReferrer>> Tree);
}
