using OciFs.Descriptors;

namespace OciFs.Images;

/// <summary>A step of an image's making.</summary>
/// <param name="History">What the config tells of it: free text of whoever built the image.</param>
/// <param name="Layer">
/// The layer that it made; null where it made none, and for all steps where <see cref="ImagePlatform.HistoryMismatch"/> says why.
/// </param>
public sealed record ImageStep(ImageHistory History, ImageLayer? Layer);
