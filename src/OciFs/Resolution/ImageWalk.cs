using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>
/// One walk from what a name points at through indexes down to manifests. Collects what it meets; used once, by one thread.
/// </summary>
internal sealed class ImageWalk(WalkDocuments documents)
{
    private readonly PlatformReader _platforms = new(documents);
    private readonly Dictionary<WalkDocuments.Key, Met> _met = [];
    private readonly HashSet<Digest> _indexes = [];
    private readonly HashSet<(Digest Manifest, PlatformName? Platform)> _manifests = [];
    private readonly List<ResolvedPlatform> _absent = [];
    private int _descriptors;

    /// <summary>What was walked from; null where it could not be had.</summary>
    public Descriptor? Target { get; private set; }

    /// <summary>Whether that is a manifest which the store does not keep.</summary>
    public bool IsManifestMade { get; private set; }

    /// <summary>What the target turned out to be.</summary>
    public ImageKind Kind { get; private set; }

    /// <summary>The target's verified bytes; null where they cannot be had.</summary>
    public ReadOnlyMemory<byte>? TargetBytes { get; private set; }

    /// <summary>The target, where it is a manifest.</summary>
    public ImageManifest? TargetManifest { get; private set; }

    /// <summary>Kind of artifact that the target is; null where nothing tells.</summary>
    public string? ArtifactType { get; private set; }

    /// <summary>The platforms in the order that they were met, each (manifest, platform) once; their folders have no name yet.</summary>
    public List<ResolvedPlatform> Platforms { get; } = [];

    /// <summary>Documents of platforms that the store was not asked to fetch.</summary>
    public List<Digest> Absent { get; } = [];

    /// <summary>Entries that are no images.</summary>
    public List<Descriptor> Referrers { get; } = [];

    /// <summary>What is wrong beyond single platforms.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Walks.</summary>
    public void Follow(Descriptor target)
    {
        try
        {
            ReadOnlyMemory<byte> bytes;
            if (documents.ReadMade(target) is { } made)
            {
                (target, bytes) = made;
                IsManifestMade = true;
            }
            else
            {
                bytes = documents.Read(target);
            }

            TargetBytes = bytes;
            Target = target;
            var kind = DocumentReader.KindOf(target, bytes.Span);
            Target = target = Typed(target, bytes, kind);
            switch (kind)
            {
                case DocumentKind.Index:
                    FollowIndex(target, bytes, 1);
                    if (Platforms.Count == 0)
                    {
                        // Where none is there at all, they are missing.
                        Platforms.AddRange(_absent);
                    }

                    Kind = Platforms.Count == 0 && Referrers.Count > 0 ? ImageKind.Artifact : ImageKind.Image;
                    break;
                default:
                    TargetManifest = ImageManifest.Parse(bytes, target.Digest.ToString());
                    ArtifactType = TargetManifest.KindOfArtifact;
                    var platform = target.IsReferrer ? null : _platforms.Read(target, TargetManifest);
                    Kind = platform is null ? ImageKind.Artifact : ImageKind.Image;
                    Platforms.AddRange(platform is null ? [] : [platform]);
                    Problems.AddRange(platform is null ? TargetManifest.Problems : []);
                    break;
            }
        }
        catch (OciFsException error)
        {
            Problems.Add(error.Message);
        }
    }

    private void FollowIndex(Descriptor descriptor, ReadOnlyMemory<byte> bytes, int depth)
    {
        if (depth > Limits.IndexDepth)
        {
            throw new OciFsException(
                OciFsError.LimitExceeded, $"{descriptor.Digest}: an index {depth} levels deep (at most {Limits.IndexDepth})");
        }

        if (!_indexes.Add(descriptor.Digest))
        {
            return;
        }

        var index = ImageIndex.Parse(bytes, descriptor.Digest.ToString(), Problems);
        if (depth == 1)
        {
            ArtifactType = index.ArtifactType;
        }

        foreach (var entry in index.Manifests)
        {
            if (_descriptors == Limits.DescriptorsPerWalk)
            {
                Problems.Add($"{descriptor.Digest}: more than {Limits.DescriptorsPerWalk} entries in all; those behind are not shown");
            }

            if (++_descriptors > Limits.DescriptorsPerWalk)
            {
                return;
            }

            FollowEntry(entry, depth);
        }
    }

    private void FollowEntry(Descriptor entry, int depth)
    {
        // Of an entry that names a platform the document tells: containerd chooses by platform and media type alone.
        if (entry.IsReferrer || (entry is { ArtifactType: { } type, Platform: null } && !ImageConfig.IsMediaType(type)))
        {
            Referrers.Add(entry);
            return;
        }

        var met = Meet(entry);
        if (met.Problem is { } problem)
        {
            AddUnreadable(entry, met.Bytes, problem);
        }
        else if (met.Manifest is null)
        {
            FollowNested(entry, met.Bytes!.Value, depth + 1);
        }
        else if (_manifests.Add((entry.Digest, entry.Platform)))
        {
            AddManifest(entry, met.Manifest);
        }
    }

    private Met Meet(Descriptor entry)
    {
        var key = WalkDocuments.Key.Of(entry);
        return _met.TryGetValue(key, out var met) ? met : _met[key] = Read(entry);
    }

    private Met Read(Descriptor entry)
    {
        ReadOnlyMemory<byte>? bytes = null;
        try
        {
            bytes = documents.Read(entry);
            return DocumentReader.KindOf(entry, bytes.Value.Span) is DocumentKind.Index
                ? new Met(bytes, null, null)
                : new Met(bytes, ImageManifest.Parse(bytes.Value, entry.Digest.ToString()), null);
        }
        catch (OciFsException error)
        {
            return new Met(bytes, null, error.Message);
        }
    }

    private void FollowNested(Descriptor entry, ReadOnlyMemory<byte> bytes, int depth)
    {
        try
        {
            FollowIndex(entry, bytes, depth);
        }
        catch (OciFsException error)
        {
            Problems.Add(error.Message);
        }
    }

    // What is wrong with a nested index, which has no folder of its own, is wrong with the image.
    private void AddUnreadable(Descriptor entry, ReadOnlyMemory<byte>? bytes, string problem)
    {
        if (bytes is null && entry.Platform is null && ContentKinds.Of(entry.MediaType) is ContentKind.Index)
        {
            Problems.Add(problem);
        }
        else
        {
            Add(PlatformReader.Unreadable(entry, bytes, problem), entry.Digest);
        }
    }

    private void AddManifest(Descriptor entry, ImageManifest manifest)
    {
        if (_platforms.Read(entry, manifest) is { } platform)
        {
            Add(platform, manifest.Config?.Digest ?? entry.Digest);
        }
        else
        {
            Referrers.Add(entry);
        }
    }

    private void Add(ResolvedPlatform platform, Digest needed)
    {
        if (documents.MayLack(needed))
        {
            _absent.Add(platform);
            Absent.Add(needed);
        }
        else
        {
            Platforms.Add(platform);
        }
    }

    // Where the store tells no media type the document does; one that tells none either is of the image-spec, for Docker's have to (its manifest.md).
    private static Descriptor Typed(Descriptor target, ReadOnlyMemory<byte> bytes, DocumentKind kind) => target.MediaType.Length > 0
        ? target
        : target with
        {
            MediaType = DocumentShape.MediaTypeOf(bytes.Span) ?? (kind is DocumentKind.Index ? MediaTypes.OciIndex : MediaTypes.OciManifest),
        };

    /// <summary>A document that entries lead to, read and parsed once: an index where it has neither manifest nor problem.</summary>
    private sealed record Met(ReadOnlyMemory<byte>? Bytes, ImageManifest? Manifest, string? Problem);
}
