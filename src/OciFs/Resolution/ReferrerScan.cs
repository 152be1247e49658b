using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Resolution;

/// <summary>
/// One search of all that a store's names reach for what is about what: subjects of manifests and indexes, entries of indexes, tags. What
/// cannot be read is passed over. Used once, by one thread.
/// </summary>
/// <param name="reader">Reads documents.</param>
/// <param name="known">What is known of documents from a search before; they are not read again.</param>
/// <param name="limits">How much it looks at.</param>
/// <param name="end">Ends it, between any two documents.</param>
internal sealed class ReferrerScan(DocumentReader reader, IReadOnlyDictionary<Digest, ReferrerFacts> known, ReferrerLimits limits, CancellationToken end)
{
    private readonly Dictionary<Digest, ReferrerFacts> _facts = [];
    private readonly HashSet<(Digest Digest, long Size)> _failed = [];
    private readonly Dictionary<Digest, ImmutableArray<Descriptor>> _lists = [];
    private readonly HashSet<Digest> _met = [];
    private readonly List<Digest> _metHere = [];
    private readonly Dictionary<string, OrderedDictionary<Digest, FoundReferrer>> _bySubject = new(StringComparer.Ordinal);
    private readonly Stack<(Descriptor Document, int Depth)> _open = [];
    private readonly ReferrerBudget _budget = new(limits);

    /// <summary>What is known of the documents now; those that could not be had are tried again by the next search.</summary>
    public IReadOnlyDictionary<Digest, ReferrerFacts> Facts => _facts;

    /// <summary>Searches.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public ReferrerIndex Run(IEnumerable<NamedImage> images)
    {
        foreach (var image in images)
        {
            end.ThrowIfCancellationRequested();
            _budget.Begin(image.Name);
            var tag = ReferrerTag.Read(image.Name);
            Walk(image.Target, tag is { IsList: true });
            if (tag is { IsList: false } cosign)
            {
                Add(cosign.Subject, image.Target, ReferrerOrigins.CosignTag);
            }
            else if (tag is { } list)
            {
                AddList(list.Subject, image.Target);
            }
        }

        return new ReferrerIndex(
            _bySubject.ToDictionary(pair => pair.Key, pair => pair.Value.Values.ToImmutableArray(), StringComparer.Ordinal), _budget.Problems);
    }

    private void Walk(Descriptor target, bool isList)
    {
        _metHere.Clear();
        _open.Push((target, 0));
        while (_open.TryPop(out var next))
        {
            if (next.Depth <= Limits.IndexDepth && !_met.Contains(next.Document.Digest) && FactsOf(next.Document) is { } facts)
            {
                Follow(next.Document, facts, isList && next.Document == target, next.Depth);
            }
        }

        // What this image had no room for, another that leads to it may have.
        if (_budget.IsSpent)
        {
            _met.ExceptWith(_metHere);
        }
    }

    private void Follow(Descriptor document, ReferrerFacts facts, bool isList, int depth)
    {
        _met.Add(document.Digest);
        _metHere.Add(document.Digest);
        if (facts is { Subject: { } subject, Self: { } self })
        {
            Add(ReferrerTag.Of(subject), self, ReferrerOrigins.Subject);
        }

        if (!_budget.TakeDescriptors(facts.Children.Length))
        {
            return;
        }

        // Turned round, so that they are taken in their order.
        foreach (var (digest, size) in facts.Children.Reverse())
        {
            _open.Push((new Descriptor(string.Empty, digest, size), depth + 1));
        }

        if (!isList)
        {
            AddEntries(document.Digest, facts);
        }
    }

    private void AddEntries(Digest index, ReferrerFacts facts)
    {
        var told = facts.Others.Select(other => other.Digest).ToHashSet();
        foreach (var other in facts.Others)
        {
            AddOther(index, other);
        }

        foreach (var (digest, size) in facts.Children)
        {
            if (!told.Contains(digest) && FactsOf(new Descriptor(string.Empty, digest, size)) is { IsArtifact: true, Subject: null, Self: { } self })
            {
                Add(ReferrerTag.Of(index), self, ReferrerOrigins.IndexEntry);
            }
        }
    }

    // An entry beside images: about what it names, else about the index, unless its own document says of what.
    private void AddOther(Digest index, Descriptor entry)
    {
        if (Digest.TryParse(entry.Annotations.GetValueOrDefault(AnnotationKeys.DockerReferenceDigest), out var about))
        {
            Add(ReferrerTag.Of(about), entry, ReferrerOrigins.Attestation);
        }
        else if (FactsOf(entry)?.Subject is null)
        {
            Add(ReferrerTag.Of(index), entry, ReferrerOrigins.IndexEntry);
        }
    }

    private void AddList(string subject, Descriptor list)
    {
        if (FactsOf(list) is not { Children: { IsEmpty: false } children } || !_budget.TakeDescriptors(children.Length))
        {
            return;
        }

        if (!_lists.TryGetValue(list.Digest, out var entries) && _budget.TakeBytes(list.Size))
        {
            _lists.Add(list.Digest, entries = EntriesOf(list));
        }

        foreach (var entry in entries.IsDefault ? [] : entries)
        {
            Add(subject, entry, ReferrerOrigins.ReferrersTag);
        }
    }

    private ImmutableArray<Descriptor> EntriesOf(Descriptor list)
    {
        try
        {
            return ImageIndex.Parse(reader.Read(list), string.Empty, []).Manifests;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The list's own folder tells what is wrong with it.
            return [];
        }
    }

    private void Add(string subject, Descriptor referrer, ReferrerOrigins origin)
    {
        if (!_bySubject.TryGetValue(subject, out var found))
        {
            _bySubject.Add(subject, found = []);
        }

        // What its own document says of it counts for more than what a list does.
        found[referrer.Digest] = !found.TryGetValue(referrer.Digest, out var before) ? new FoundReferrer(referrer, origin)
            : new FoundReferrer(origin is ReferrerOrigins.Subject ? referrer : before.Descriptor, before.Origins | origin);
    }

    private ReferrerFacts? FactsOf(Descriptor document)
    {
        end.ThrowIfCancellationRequested();
        if (_facts.TryGetValue(document.Digest, out var facts))
        {
            return facts;
        }

        if (ImageConfig.IsMediaType(document.MediaType) || _failed.Contains((document.Digest, document.Size))
            || !_budget.HasRoomForDocument(_facts.Count + _failed.Count))
        {
            return null;
        }

        facts = known.GetValueOrDefault(document.Digest);
        if (facts is null && (document.Size > Limits.DocumentBytes || reader.IsOfOtherSize(document)))
        {
            _failed.Add((document.Digest, document.Size));
            return null;
        }

        // Also what is known is charged: each search of a listing then finds the same.
        if (!_budget.TakeBytes(document.Size))
        {
            return null;
        }

        return Keep(document, facts ?? Read(document));
    }

    private ReferrerFacts? Keep(Descriptor document, ReferrerFacts? facts)
    {
        if (facts is null)
        {
            _failed.Add((document.Digest, document.Size));
        }
        else
        {
            _facts.Add(document.Digest, facts);
        }

        return facts;
    }

    // One document, whatever is thrown for it, takes no other with it.
    private ReferrerFacts? Read(Descriptor document)
    {
        try
        {
            return ReferrerFacts.Read(document, reader.Read(document));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return null;
        }
    }
}
