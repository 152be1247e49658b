using System.Collections.Immutable;
using OciFs.Descriptors;

namespace OciFs.Resolution;

/// <summary>A layer of an artifact as a file.</summary>
/// <param name="Path">Its place below the artifact's <c>files/</c>: names of folders, and its own; each is one name that leads nowhere else.</param>
/// <param name="Title">What the artifact calls it (<c>org.opencontainers.image.title</c>); null for nothing.</param>
/// <param name="Descriptor">Its bytes.</param>
public sealed record ResolvedFile(ImmutableArray<string> Path, string? Title, Descriptor Descriptor);
