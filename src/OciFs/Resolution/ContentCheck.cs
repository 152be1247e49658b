using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Resolution;

/// <summary>Looks what of an image a store has now. Layers are never opened. Any thread.</summary>
/// <param name="store">The store; stays the caller's.</param>
/// <param name="documents">Reads the documents.</param>
public sealed class ContentCheck(IStore store, DocumentReader documents)
{
    private readonly ContentGraph _graph = new(documents);

    /// <summary>Checks what a name means where no platform is named: the default platform, or the artifact.</summary>
    public ContentReport Of(ResolvedImage image) => image switch
    {
        { Default: { } platform } => Of(platform),
        { Manifest: { } manifest } => Of(image.Target, manifest, [.. manifest.Layers.Select(LayerClaim.Of)], []),
        _ => Unavailable(image.Target, image.Problems),
    };

    /// <summary>Checks one platform.</summary>
    public ContentReport Of(ResolvedPlatform platform) =>
        Of(platform.Descriptor, platform.Manifest, [.. platform.Layers.Select(layer => layer.Claim)], platform.Problems);

    /// <summary>
    /// Checks all that an image's documents lead to: its platforms and what its index has beside them. What a store was not asked to fetch is not required.
    /// </summary>
    public ContentReport OfAll(ResolvedImage image)
    {
        var seen = new HashSet<Digest>();
        var shown = image.Platforms.ToLookup(platform => platform.Descriptor.Digest);
        var unfetched = image.Platforms.Where(platform => !IsFetched(image, platform)).Select(platform => platform.Descriptor.Digest).ToHashSet();
        var claims = image.Platforms.SelectMany(platform => platform.Layers).DistinctBy(layer => layer.Descriptor.Digest)
            .ToDictionary(layer => layer.Descriptor.Digest, layer => layer.Claim);
        var findings = new Findings();

        // What a name points at is read whatever it is called.
        var root = ContentKinds.Of(image.Target.MediaType) is ContentKind.Unknown ? image.Target with { MediaType = string.Empty } : image.Target;
        var end = _graph.Walk(root, visit =>
        {
            var digest = visit.Descriptor.Digest;
            var isOptional = visit.Parent?.Children.Kind is ContentKind.Index && !shown.Contains(digest);
            if (!seen.Add(digest) || (isOptional && documents.MayLack(digest)))
            {
                return WalkStep.Skip;
            }

            findings.Add(visit.Parent is null ? image.Target : visit.Descriptor, ProblemOf(visit, claims));

            // Below a type that nobody knows nothing is followed; what the document was found to be all the same is needed.
            if (visit.Children.Kind is ContentKind.Unknown)
            {
                foreach (var content in shown[digest].SelectMany(platform => platform.Manifest.Children).Where(content => seen.Add(content.Digest)))
                {
                    findings.Add(content, claims.TryGetValue(content.Digest, out var claim) ? ProblemOf(claim) : ProblemOf(content));
                }
            }

            return unfetched.Contains(digest) || (isOptional && LacksConfig(visit.Children)) ? WalkStep.Skip : WalkStep.Continue;
        });
        return end is WalkEnd.Done
            ? findings.Report() with { IsAvailable = image.TargetBytes is not null }
            : findings.Report() with { IsAvailable = false, Problems = [$"{image.Target.Digest}: more than {Limits.DescriptorsPerWalk} entries in all; those behind are not looked at"] };
    }

    /// <summary>
    /// Whether a store that fetches the platforms that it is asked for has fetched one: it has some layer of it that the default platform does not have too. Some
    /// fetch the documents of all platforms.
    /// </summary>
    public bool IsFetched(ResolvedImage image, ResolvedPlatform platform)
    {
        if (!store.Traits.HasFlag(StoreTraits.SomePlatforms) || image.Default is not { } usual || platform == usual)
        {
            return true;
        }

        var shared = usual.Layers.Select(layer => layer.Descriptor.Digest).ToHashSet();
        ResolvedLayer[] own = [.. platform.Layers.Where(layer => !shared.Contains(layer.Descriptor.Digest))];
        return own.Length == 0 || own.Any(layer => store.FormOf(layer.Claim) is not LayerForm.Missing);
    }

    private ContentReport Of(Descriptor descriptor, ImageManifest manifest, ReadOnlySpan<LayerClaim> layers, IEnumerable<string> known)
    {
        if (ProblemOf(descriptor) is { } problem)
        {
            return Unavailable(descriptor, [problem]);
        }

        if (manifest == ImageManifest.Missing)
        {
            return Unavailable(descriptor, known);
        }

        var findings = new Findings();
        if (manifest.Config is { } config)
        {
            findings.Add(config, ProblemOf(config));
        }

        for (var i = 0; i < layers.Length; i++)
        {
            findings.Add(manifest.Layers[i], ProblemOf(layers[i]));
        }

        return findings.Report();
    }

    private bool LacksConfig(ContentChildren children) =>
        children is { Kind: ContentKind.Manifest, Descriptors: [var config, ..] } && documents.MayLack(config.Digest);

    private static ContentReport Unavailable(Descriptor manifest, IEnumerable<string> problems) =>
        new() { Required = [manifest], Present = [], Missing = [manifest], IsAvailable = false, Problems = [.. problems] };

    private string? ProblemOf(ContentVisit visit, Dictionary<Digest, LayerClaim> layers) =>
        layers.TryGetValue(visit.Descriptor.Digest, out var claim) ? ProblemOf(claim)
        : visit.Children is { Kind: ContentKind.Layer or ContentKind.Unknown, Problems.IsEmpty: true } ? ProblemOf(LayerClaim.Of(visit.Descriptor))
        : ProblemOf(visit.Descriptor);

    /// <summary>What is wrong with a document; of what is larger than any document, with its presence and size, as of a layer. Null for nothing.</summary>
    public string? ProblemOf(Descriptor document)
    {
        if (document.Size > Limits.DocumentBytes)
        {
            return ProblemOf(LayerClaim.Of(document));
        }

        try
        {
            documents.Read(document);
            return null;
        }
        catch (OciFsException error)
        {
            return error.Message;
        }
    }

    private string? ProblemOf(in LayerClaim layer) => layer.FormIn(store) switch
    {
        LayerForm.Missing => $"{layer.Digest}: the store does not have this layer (fetch the image again)",
        LayerForm.Blob when store.TryGetBlobSize(layer.Digest, out var size) && size != layer.Size && layer.Size != Descriptor.UnknownSize =>
            $"{layer.Digest}: the blob has {size} bytes, its descriptor says {layer.Size} (fetch the image again)",
        _ => null,
    };

    /// <summary>Gathers what is there and what is not.</summary>
    private sealed class Findings
    {
        private readonly ImmutableArray<Descriptor>.Builder _required = ImmutableArray.CreateBuilder<Descriptor>();
        private readonly ImmutableArray<Descriptor>.Builder _present = ImmutableArray.CreateBuilder<Descriptor>();
        private readonly ImmutableArray<Descriptor>.Builder _missing = ImmutableArray.CreateBuilder<Descriptor>();
        private readonly ImmutableArray<string>.Builder _problems = ImmutableArray.CreateBuilder<string>();

        public void Add(Descriptor content, string? problem)
        {
            _required.Add(content);
            (problem is null ? _present : _missing).Add(content);
            if (problem is not null)
            {
                _problems.Add(problem);
            }
        }

        public ContentReport Report() => new()
        {
            Required = _required.DrainToImmutable(), Present = _present.DrainToImmutable(), Missing = _missing.DrainToImmutable(), Problems = _problems.DrainToImmutable(),
        };
    }
}
