using System.Collections.Concurrent;
using System.Collections.Immutable;
using OciFs.Compression;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores.Archives;

/// <summary>What is known of a docker-archive. To be asked by who holds its archive.</summary>
internal sealed record DockerArchiveState : ArchiveState
{
    private readonly ConcurrentDictionary<Digest, ImmutableArray<Descriptor>> _layersOf = new();
    private readonly ClaimedMembers _layers;
    private readonly Dictionary<Digest, DockerArchiveImage> _images; // By the digests that their configs have been found to have.
    private readonly Lazy<bool> _all;

    private DockerArchiveState(Archive archive, Dictionary<Digest, DockerArchiveImage> images)
    {
        _layers = new(archive);
        _images = images;
        _all = new(FindAll);
    }

    /// <summary>The blobs: configs, and layers under the digests that made manifests name.</summary>
    public IEnumerable<BlobInfo> Blobs => !_all.Value ? [] :
    [
        .. _images.Values.Select(image => new BlobInfo(image.Target.Digest, image.Config.Length)),
        .. _layers.Digests.Where(digest => !_images.ContainsKey(digest)).Select(digest => new BlobInfo(digest, _layers.SizeOf(digest))),
    ];

    /// <summary>Reads <c>manifest.json</c>.</summary>
    /// <exception cref="OciFsException">It is missing or not sound.</exception>
    public static DockerArchiveState Read(Archive archive, DockerArchiveState? last)
    {
        var manifest = DockerManifest.Read(archive);
        var listing = WithProblemsOf(archive, manifest.Listing);
        return new DockerArchiveState(archive, manifest.Images.ToDictionary(image => image.Target.Digest))
        {
            Archive = archive,
            Listing = last is not null && IsSame(last.Listing, listing) ? last.Listing : listing,
        };
    }

    /// <summary>Whether there is a blob. Nothing of it is read.</summary>
    public bool Has(Digest digest) => _images.ContainsKey(digest) || _layers.Has(digest) || (_all.Value && _layers.Has(digest));

    /// <summary>Length in bytes of a blob; null where there is none.</summary>
    public long? SizeOf(Digest digest) => _images.TryGetValue(digest, out var image) ? image.Config.Length
        : Has(digest) ? _layers.SizeOf(digest) : null;

    /// <summary>The member of a blob; of several the one that has its digest, which is found out by reading them once. Null where there is none.</summary>
    public ArchiveMember? Find(Digest digest) => _images.TryGetValue(digest, out var image) ? image.Config
        : Has(digest) ? _layers.Find(digest) : null;

    /// <summary>
    /// Opens a layer: of the members that are claimed to be it those of the claimed length, one after the other until one has its digest.
    /// Null where there is none.
    /// </summary>
    public StoredLayer? OpenLayer(in LayerClaim claim) => Has(claim.Digest)
        ? _layers.Open(claim) ?? (_all.Value ? _layers.Open(claim) : null)
        : null;

    /// <summary>The manifest of an image.</summary>
    /// <exception cref="OciFsException">It is not there, or its config is not sound.</exception>
    public ReadOnlyMemory<byte> MakeManifest(Descriptor config) => _images.TryGetValue(config.Digest, out var image)
        ? MadeManifest.Of(config, LayersOf(image))
        : throw new OciFsException(OciFsError.NotFound, $"{config.Digest}: no image of {Archive.Path} has this config");

    private static bool IsSame(StoreListing one, StoreListing other) =>
        one.Images.SequenceEqual(other.Images) && one.Problems.SequenceEqual(other.Problems, StringComparer.Ordinal);

    private bool FindAll()
    {
        foreach (var image in _images.Values)
        {
            try
            {
                LayersOf(image);
            }
            catch (OciFsException)
            {
                // Who looks at that image is told.
            }
        }

        return true;
    }

    private ImmutableArray<Descriptor> LayersOf(DockerArchiveImage image) => _layersOf.GetOrAdd(image.Target.Digest, _ =>
    {
        var where = $"{Archive.Path}: {image.Config.Name}";
        var diffIds = ImageConfig.Parse(Archive.Read(image.Config), where).DiffIds;
        return diffIds.Length == image.Layers.Length
            ? [.. image.Layers.Zip(diffIds, LayerOf)]
            : throw new OciFsException(
                OciFsError.Invalid, $"{where}: the config has {diffIds.Length} layers, manifest.json {image.Layers.Length} (make the archive again)");
    });

    private Descriptor LayerOf(string path, DiffId diffId)
    {
        if (!Archive.Members.TryFind(path, out var member, out _))
        {
            return MadeManifest.Layer(diffId, 0);
        }

        var layer = FormatOf(member) switch
        {
            CompressionFormat.Gzip => new Descriptor(MediaTypes.OciLayerGzip, DigestOf(path, member), member.Length),
            CompressionFormat.Zstd => new Descriptor(MediaTypes.OciLayerZstd, DigestOf(path, member), member.Length),
            _ => MadeManifest.Layer(diffId, member.Length),
        };
        _layers.Add(layer.Digest, member);
        return layer;
    }

    private CompressionFormat FormatOf(in ArchiveMember member)
    {
        try
        {
            Span<byte> head = stackalloc byte[CompressionFormats.HeadLength];
            head = head[..(int)Math.Min(head.Length, member.Length)];
            return CompressionFormats.Detect(head[..Archive.Tar.ReadAt(member.Offset, head)]);
        }
        catch (IOException error)
        {
            throw Archive.Unreadable(member, error);
        }
    }

    // Docker and containers/image write layers as they are unpacked. Of the others nearly all name them by their digest; the rest is read once.
    private Digest DigestOf(string path, in ArchiveMember member) => MemberDigest.OfLayer(path) ?? _layers.Compute(member, DigestAlgorithm.Sha256);
}
