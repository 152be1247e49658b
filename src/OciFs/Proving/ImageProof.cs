using System.Collections.Immutable;
using OciFs.Images;
using OciFs.Resolution;

namespace OciFs.Proving;

/// <summary>What was found of an image when all of it was read.</summary>
/// <param name="Image">The image.</param>
/// <param name="Only">The one of its platforms that was asked for; null for all of it.</param>
/// <param name="Report">What is there, and what is not.</param>
/// <param name="Contents">What was found of each of <see cref="ContentReport.Present"/>, in its order.</param>
/// <param name="Referrers">
/// What was found of the artifacts about it and about its platforms, and of those about them: documents and files, as far as they are not among
/// <paramref name="Contents"/>.
/// </param>
public sealed record ImageProof(
    Image Image, ImagePlatform? Only, ContentReport Report, ImmutableArray<ContentProof> Contents, ImmutableArray<ContentProof> Referrers);
