using System.Collections.Concurrent;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Finding;

/// <summary>Reads which configs targets lead to, each target once: what belongs to a digest never changes. Any thread.</summary>
/// <param name="store">Where the documents are; stays the caller's.</param>
/// <param name="platform">The platform that is meant where none is named.</param>
internal sealed class ConfigIdReader(IStore store, PlatformName platform)
{
    private readonly ConcurrentDictionary<Digest, ConfigIds> _known = new();
    private readonly DocumentReader _documents = new(store);
    private readonly ImageResolver _resolver = new(store, platform);

    /// <summary>Of all images of a listing; reads on all cores what was not read before. What is broken leads to nothing.</summary>
    public IReadOnlyDictionary<Digest, ConfigIds> Read(IEnumerable<NamedImage> images)
    {
        var read = new ConcurrentDictionary<Digest, ConfigIds>();
        Parallel.ForEach(
            images.DistinctBy(image => image.Target.Digest),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            image => read[image.Target.Digest] = TryRead(image));
        return read;
    }

    // One image, whatever is thrown for it, takes no other with it.
    private ConfigIds TryRead(NamedImage image)
    {
        try
        {
            return Of(image);
        }
        catch (Exception)
        {
            return new ConfigIds(null, [], true);
        }
    }

    private ConfigIds Of(NamedImage image)
    {
        if (_known.TryGetValue(image.Target.Digest, out var known))
        {
            return known;
        }

        // What names of a store without manifests point at is the config.
        var ids = ImageConfig.IsMediaType(image.Target.MediaType) ? ConfigIds.Of(image.Target.Digest.Hex) : OfManifest(image.Target) ?? Resolved(image);
        return ids.MayChange ? ids : _known.GetOrAdd(image.Target.Digest, ids);
    }

    // Most targets are manifests of images, which name their config themselves: no other document is read. Null for all others.
    private ConfigIds? OfManifest(Descriptor target)
    {
        try
        {
            var bytes = _documents.Read(target);
            var name = target.Digest.ToString();
            return !target.IsReferrer && DocumentShape.Of(bytes.Span, name) is DocumentKind.Manifest
                && ImageManifest.Parse(bytes, name) is { Config: { } config } && ImageConfig.IsMediaType(config.MediaType)
                    ? ConfigIds.Of(config.Digest.Hex)
                    : null;
        }
        catch (OciFsException)
        {
            return null;
        }
    }

    private ConfigIds Resolved(NamedImage image)
    {
        var resolved = _resolver.Resolve(image);
        return new ConfigIds(
            resolved.Default?.Manifest.Config?.Digest.Hex,
            [.. resolved.Platforms.Select(platform => platform.Manifest.Config?.Digest.Hex).OfType<string>().Distinct(StringComparer.Ordinal)],
            !resolved.Absent.IsEmpty || !resolved.Problems.IsEmpty || resolved.Platforms.Any(found => !found.Problems.IsEmpty));
    }
}
