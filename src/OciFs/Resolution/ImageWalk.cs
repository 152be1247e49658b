using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>
/// One walk from what a name points at through indexes down to manifests. Collects what it meets; used once, by one thread.
/// </summary>
internal sealed class ImageWalk(DocumentReader reader)
{
    private readonly PlatformReader _platforms = new(reader);
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
            if (reader.ReadMade(target) is { } made)
            {
                (target, bytes) = made;
                IsManifestMade = true;
            }
            else
            {
                bytes = reader.Read(target);
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
        if (entry.IsReferrer || (entry.ArtifactType is { } type && !ImageConfig.IsMediaType(type)))
        {
            Referrers.Add(entry);
            return;
        }

        ReadOnlyMemory<byte>? bytes = null;
        try
        {
            bytes = reader.Read(entry);
            if (DocumentReader.KindOf(entry, bytes.Value.Span) is DocumentKind.Index)
            {
                FollowIndex(entry, bytes.Value, depth + 1);
            }
            else if (_manifests.Add((entry.Digest, entry.Platform)))
            {
                AddManifest(entry, ImageManifest.Parse(bytes.Value, entry.Digest.ToString()));
            }
        }
        catch (OciFsException error) when (IsIndex(entry, bytes))
        {
            Problems.Add(error.Message);
        }
        catch (OciFsException error)
        {
            Add(PlatformReader.Unreadable(entry, bytes, error.Message), entry.Digest);
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
        if (reader.MayLack(needed))
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

    // Whether what is wrong with an entry is wrong with a nested index, which has no folder of its own.
    private static bool IsIndex(Descriptor entry, ReadOnlyMemory<byte>? bytes) => bytes is { } read
        ? DocumentShape.TryTell(read.Span) is DocumentKind.Index
        : entry.Platform is null && ContentKinds.Of(entry.MediaType) is ContentKind.Index;
}
