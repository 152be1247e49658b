using System.Collections.Immutable;
using System.Globalization;
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
internal sealed class ReferrerScan(DocumentReader reader, IReadOnlyDictionary<Digest, ReferrerFacts> known)
{
    private readonly Dictionary<Digest, ReferrerFacts> _facts = [];
    private readonly HashSet<Digest> _met = [];
    private readonly Dictionary<string, OrderedDictionary<Digest, FoundReferrer>> _bySubject = new(StringComparer.Ordinal);
    private readonly Stack<(Descriptor Document, int Depth)> _open = [];
    private readonly List<string> _problems = [];

    /// <summary>Documents that are looked at; smaller in tests only.</summary>
    public int MostDocuments { get; init; } = Limits.ReferrerDocuments;

    /// <summary>What is known of the documents now.</summary>
    public IReadOnlyDictionary<Digest, ReferrerFacts> Facts => _facts;

    /// <summary>Searches.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public ReferrerIndex Run(IEnumerable<NamedImage> images, CancellationToken end)
    {
        foreach (var image in images)
        {
            var tag = ReferrerTag.Read(image.Name);
            Walk(image.Target, tag is { IsList: true }, end);
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
            _bySubject.ToDictionary(pair => pair.Key, pair => pair.Value.Values.ToImmutableArray(), StringComparer.Ordinal), [.. _problems]);
    }

    private void Walk(Descriptor target, bool isList, CancellationToken end)
    {
        _open.Push((target, 0));
        while (_open.TryPop(out var next))
        {
            end.ThrowIfCancellationRequested();
            if (next.Depth <= Limits.IndexDepth && !_met.Contains(next.Document.Digest) && FactsOf(next.Document) is { } facts)
            {
                Follow(next.Document, facts, isList && next.Document == target, next.Depth);
            }
        }
    }

    private void Follow(Descriptor document, ReferrerFacts facts, bool isList, int depth)
    {
        _met.Add(document.Digest);
        if (facts is { Subject: { } subject, Self: { } self })
        {
            Add(ReferrerTag.Of(subject), self, ReferrerOrigins.Subject);
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
        try
        {
            var bytes = reader.Read(list);
            if (DocumentShape.Of(bytes.Span, string.Empty) is DocumentKind.Index)
            {
                foreach (var entry in ImageIndex.Parse(bytes, string.Empty, []).Manifests)
                {
                    Add(subject, entry, ReferrerOrigins.ReferrersTag);
                }
            }
        }
        catch (OciFsException)
        {
            // The list's own folder tells what is wrong with it.
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
        if (_facts.TryGetValue(document.Digest, out var facts))
        {
            return facts;
        }

        if (_facts.Count == MostDocuments)
        {
            if (_problems.Count == 0)
            {
                _problems.Add(string.Create(
                    CultureInfo.InvariantCulture, $"referrers: the store has more than {MostDocuments} documents; those behind were not searched"));
            }

            return null;
        }

        facts = known.GetValueOrDefault(document.Digest) ?? Read(document);
        if (facts is not null)
        {
            _facts.Add(document.Digest, facts);
        }

        return facts;
    }

    private ReferrerFacts? Read(Descriptor document)
    {
        try
        {
            return ImageConfig.IsMediaType(document.MediaType) ? null : ReferrerFacts.Read(document, reader.Read(document));
        }
        catch (OciFsException)
        {
            return null;
        }
    }
}
