using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.Descriptors.Json;
using OciFs.References;

namespace OciFs.Stores.Archives;

/// <summary>The images of a docker-archive, by its <c>manifest.json</c>.</summary>
/// <param name="Images">Those that can be had, in the order of the file; of two with one config the first.</param>
/// <param name="Listing">Their names.</param>
internal sealed record DockerManifest(ImmutableArray<DockerArchiveImage> Images, StoreListing Listing)
{
    private const string Name = "manifest.json";

    /// <summary>Reads <c>manifest.json</c> and what it says are configs.</summary>
    /// <exception cref="OciFsException">It is missing or not sound.</exception>
    public static DockerManifest Read(Archive archive)
    {
        if (!archive.Members.Has(Name) && archive.Members.Has("repositories"))
        {
            throw new OciFsException(
                OciFsError.Unsupported,
                $"{archive.Path}: repositories, but no {Name}: written by Docker before 1.10, or cut (load it into Docker and save it again)");
        }

        var where = $"{archive.Path}: {Name}";
        var items = DocumentJson.Read(archive.ReadRequired(Name, "a docker-archive"), DocumentJson.Default.DockerArchiveItemJsonArray, where);
        var images = new Dictionary<Digest, DockerArchiveImage>();
        var names = new List<NamedImage>();
        var problems = new List<string>();
        for (var i = 0; i < items.Length; i++)
        {
            try
            {
                var image = Read(archive, items[i], problems);
                images.TryAdd(image.Target.Digest, image);
                names.AddRange(TagsOf(items[i]).Select(tag => new NamedImage(tag ?? string.Empty, image.Target) { Index = i }));
            }
            catch (OciFsException error)
            {
                problems.Add($"{where}[{i}]{NamesOf(items[i])}: {error.Message}");
            }
        }

        return new DockerManifest(
            [.. images.Values], new StoreListing { Images = ImageNaming.Unique(names), Problems = [.. problems.Take(Limits.ProblemsPerLayer)] });
    }

    private static string?[] TagsOf(DockerArchiveItemJson? item) => item?.RepoTags is { Length: > 0 } tags ? tags : [null];

    private static string NamesOf(DockerArchiveItemJson? item) => item?.RepoTags is { Length: > 0 } tags ? $" ({string.Join(", ", tags)})" : "";

    private static DockerArchiveImage Read(Archive archive, DockerArchiveItemJson? item, List<string> problems)
    {
        if (item?.Config is not { Length: > 0 } path)
        {
            throw new OciFsException(OciFsError.Invalid, "the image has no Config");
        }

        if (!archive.Members.TryFind(path, out var member, out var why))
        {
            throw new OciFsException(OciFsError.NotFound, $"its Config cannot be had: {why}");
        }

        var bytes = archive.Read(member);
        var digest = Digest.Compute(DigestAlgorithm.Sha256, bytes);
        if (MemberDigest.OfConfig(path) is { } told && told != digest)
        {
            problems.Add($"{archive.Path}: {path}: the config's bytes have the digest {digest}, not that of its name");
        }

        return new DockerArchiveImage(
            new Descriptor(MediaTypes.DockerConfig, digest, bytes.Length),
            member,
            [.. (item.Layers ?? []).Select(layer => layer ?? string.Empty)]);
    }
}
