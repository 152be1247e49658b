using OciFs.Reference.Layout;

namespace OciFs.Conformance.Tests.Images;

/// <summary>An image with something wrong in it.</summary>
/// <param name="Manifest">What index.json names.</param>
/// <param name="Culprit">The digest of the blob that is at fault.</param>
internal sealed record BadImage(Descriptor Manifest, string Culprit)
{
    /// <summary>What its error has to tell: the first twelve digits of the culprit's digest, as tools show them, unless something says more.</summary>
    public string Mention { get; init; } = Culprit.Split(':')[1][..12];
}
