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
    private readonly ConcurrentDictionary<Digest, ArchiveMember> _blobs = new();
    private readonly Dictionary<Digest, DockerArchiveImage> _images;
    private readonly Lazy<bool> _all;

    private DockerArchiveState(Dictionary<Digest, DockerArchiveImage> images)
    {
        _images = images;
        _all = new(FindAll);
    }

    /// <summary>The blobs: configs, and layers under the digests that made manifests name.</summary>
    public IEnumerable<BlobInfo> Blobs => _all.Value ? _blobs.Select(blob => new BlobInfo(blob.Key, blob.Value.Length)) : [];

    /// <summary>Reads <c>manifest.json</c>.</summary>
    /// <exception cref="OciFsException">It is missing or not sound.</exception>
    public static DockerArchiveState Read(Archive archive, DockerArchiveState? last)
    {
        var manifest = DockerManifest.Read(archive);
        var listing = WithProblemsOf(archive, manifest.Listing);
        var state = new DockerArchiveState(manifest.Images.ToDictionary(image => image.Target.Digest))
        {
            Archive = archive,
            Listing = last is not null && IsSame(last.Listing, listing) ? last.Listing : listing,
        };
        foreach (var image in manifest.Images)
        {
            state._blobs[image.Target.Digest] = image.Config;
        }

        return state;
    }

    /// <summary>The member of a blob.</summary>
    public bool TryFind(Digest digest, out ArchiveMember member) =>
        _blobs.TryGetValue(digest, out member) || (_all.Value && _blobs.TryGetValue(digest, out member));

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
        _blobs[layer.Digest] = member;
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
            throw Unreadable(member, error);
        }
    }

    // Docker and containers/image write layers as they are unpacked. Of the others nearly all name them by their digest; the rest is read once.
    private Digest DigestOf(string path, in ArchiveMember member) => MemberDigest.OfLayer(path) ?? ComputeDigest(member);

    private Digest ComputeDigest(in ArchiveMember member)
    {
        try
        {
            using var hasher = Digest.CreateHasher(DigestAlgorithm.Sha256);
            var buffer = new byte[256 << 10];
            for (long done = 0; done < member.Length;)
            {
                var read = Archive.Tar.ReadAt(member.Offset + done, buffer.AsSpan(0, (int)Math.Min(buffer.Length, member.Length - done)));
                if (read == 0)
                {
                    throw new IOException("the file has become shorter");
                }

                hasher.Append(buffer.AsSpan(0, read));
                done += read;
            }

            return hasher.Finish();
        }
        catch (IOException error)
        {
            throw Unreadable(member, error);
        }
    }

    private OciFsException Unreadable(in ArchiveMember member, IOException error) =>
        new(OciFsError.Unavailable, $"{Archive.Path}: {member.Name}: cannot be read: {error.Message}", error);
}
