using System.Collections.Immutable;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>Which artifacts of a store are about which manifests, by all that its names reach. Immutable.</summary>
public sealed class ReferrerIndex
{
    private readonly Dictionary<string, ImmutableArray<FoundReferrer>> _bySubject;

    internal ReferrerIndex(Dictionary<string, ImmutableArray<FoundReferrer>> bySubject, ImmutableArray<string> problems)
    {
        _bySubject = bySubject;
        Problems = problems;
    }

    /// <summary>What could not be searched, a line each.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>The artifacts about a manifest or index, each once, in the order of the store's names.</summary>
    public ImmutableArray<FoundReferrer> Of(Digest subject) => _bySubject.TryGetValue(ReferrerTag.Of(subject), out var found)
        ? found.RemoveAll(referrer => referrer.Descriptor.Digest == subject)
        : [];

    /// <summary>
    /// The artifacts about a manifest, those about them, and so on, each under the first that it was found to be about: lists under referrers' tags may
    /// lead in circles, and to one artifact on many ways.
    /// </summary>
    internal Dictionary<Digest, ImmutableArray<FoundReferrer>> TreeOf(Digest root)
    {
        var tree = new Dictionary<Digest, ImmutableArray<FoundReferrer>>();
        var met = new HashSet<Digest> { root };
        var open = new Queue<Digest>([root]);
        while (open.TryDequeue(out var subject))
        {
            var found = Of(subject).RemoveAll(referrer => !met.Add(referrer.Descriptor.Digest));
            if (!found.IsEmpty)
            {
                tree.Add(subject, found);
                foreach (var referrer in found)
                {
                    open.Enqueue(referrer.Descriptor.Digest);
                }
            }
        }

        return tree;
    }
}
