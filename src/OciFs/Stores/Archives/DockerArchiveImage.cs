using System.Collections.Immutable;
using OciFs.Descriptors;

namespace OciFs.Stores.Archives;

/// <summary>One image of a docker-archive.</summary>
/// <param name="Target">Its config: nothing else of it is named by a digest.</param>
/// <param name="Config">The config's member.</param>
/// <param name="Layers">The members of its layers as <c>manifest.json</c> writes them, base first.</param>
internal sealed record DockerArchiveImage(Descriptor Target, ArchiveMember Config, ImmutableArray<string> Layers);
