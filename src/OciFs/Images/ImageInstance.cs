using System.Collections.Immutable;
using OciFs.Descriptors;

namespace OciFs.Images;

/// <summary>An entry of a manifest list or index, as it stands there: an image of a platform, an attestation, or another index.</summary>
/// <param name="Descriptor">The entry, with its platform, features and annotations.</param>
/// <param name="IsPresent">Whether the store has the document that it speaks of.</param>
/// <param name="Images">Names of the images of the store that are this instance by themselves, in the store's order; none where it is only part of lists.</param>
/// <param name="Origin">
/// What it was added to the list from, as the store has noted it (<c>docker://…</c>, <c>containers-storage:…</c>); null where it has noted nothing.
/// </param>
public sealed record ImageInstance(Descriptor Descriptor, bool IsPresent, ImmutableArray<string> Images, string? Origin);
