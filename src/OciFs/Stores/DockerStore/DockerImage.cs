using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores.DockerStore;

/// <summary>An image of <c>imagedb</c>.</summary>
/// <param name="Id">Digest of its config.</param>
/// <param name="Size">Bytes of its config.</param>
/// <param name="Parent">The image that it was built on, by the builder that commits each step; null for none.</param>
/// <param name="Metadata">The status of the folder that has the parent, when it was read.</param>
internal sealed record DockerImage(Digest Id, long Size, Digest? Parent, FileStatus? Metadata)
{
    /// <summary>What its names point at.</summary>
    public Descriptor Target => new(MediaTypes.DockerConfig, Id, Size);
}
