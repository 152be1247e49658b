using OciFs.Descriptors;

namespace OciFs.Resolution;

/// <summary>An artifact about a manifest, as it was found: its own documents are not read.</summary>
/// <param name="Descriptor">Its manifest or index, by whatever led to it.</param>
/// <param name="Origins">What tells that it is about the manifest.</param>
public sealed record FoundReferrer(Descriptor Descriptor, ReferrerOrigins Origins);
