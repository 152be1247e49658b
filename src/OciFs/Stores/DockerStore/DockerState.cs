using System.Collections.Immutable;
using OciFs.References;

namespace OciFs.Stores.DockerStore;

/// <summary>What a data root has at one moment.</summary>
internal sealed record DockerState : StoreState
{
    /// <summary>Each driver's part.</summary>
    public required ImmutableArray<DockerPart> Parts { get; init; }
}

/// <summary>What there is with one driver.</summary>
/// <param name="Folder">Where.</param>
/// <param name="Names">The names.</param>
/// <param name="Images">The images.</param>
internal sealed record DockerPart(DockerFolder Folder, RepositoryTable Names, IReadOnlyDictionary<Digest, DockerImage> Images)
{
    /// <summary>
    /// What is listed, as <c>docker images</c> does it: each tag; what has no tag under the digests it was pulled by; what has neither, by its
    /// ID, but for the steps that other images were built on.
    /// </summary>
    public IEnumerable<NamedImage> Named()
    {
        var manifests = Names.Digests.ToLookup(name => name.Image, name => name.Name);
        var tagged = Names.Tags.Select(name => name.Image).ToHashSet();
        var named = Names.Digests.Select(name => name.Image).Concat(tagged).ToHashSet();
        var steps = Images.Values.Select(image => image.Parent).OfType<Digest>().ToHashSet();
        var names = Names.Tags.Concat(Names.Digests.Where(name => !tagged.Contains(name.Image)));
        var unnamed = Images.Keys.Where(image => !named.Contains(image) && !steps.Contains(image))
            .OrderBy(image => image.Hex, StringComparer.Ordinal).Select(image => (Name: string.Empty, Image: image));
        return names.Concat(unnamed).Select(name => Of(name.Name, name.Image, [.. manifests[name.Image]]));
    }

    private NamedImage Of(string name, Digest id, ImmutableArray<string> repoDigests)
    {
        var image = Images.GetValueOrDefault(id) ?? new DockerImage(id, 0, null, null);
        return new NamedImage(name, image.Target)
        {
            Id = id.Hex,
            ManifestDigests = [.. repoDigests.Select(known => RepositoryTable.ManifestOf(known)!.Value).Distinct()],
            RepoDigests = repoDigests,
            Parent = image.Parent,
        };
    }
}
