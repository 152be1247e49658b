using OciFs.Descriptors;
using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Images;

/// <summary>A layer of an artifact as a file: a signature, an SBOM, a chart.</summary>
public sealed class ArtifactFile
{
    private readonly ImageStore _store;

    internal ArtifactFile(ImageStore store, ResolvedFile resolved)
    {
        _store = store;
        (Title, Descriptor, Path) = (resolved.Title, resolved.Descriptor, string.Join('/', resolved.Path));
    }

    /// <summary>What the artifact calls it, whatever that is; null where it has no title.</summary>
    public string? Title { get; }

    /// <summary>
    /// Its path below <c>files/</c>, made of the title, or of the digest where there is none: its own within the artifact, each part a plain name of
    /// ASCII (<see cref="PathSegment"/>).
    /// </summary>
    public string Path { get; }

    /// <summary>Its bytes.</summary>
    public Descriptor Descriptor { get; }

    /// <summary>Its bytes, verified before the first is given; whoever opened the stream disposes it.</summary>
    /// <exception cref="OciFsException">The store does not have them, or they are not what the digest says.</exception>
    public Stream OpenRead() => _store.OpenBlob(Descriptor);

    /// <summary>As <see cref="Path"/>.</summary>
    public override string ToString() => Path;
}
