using OciFs.Comparing;
using OciFs.Images;

namespace OciFs.Provenance;

/// <summary>What a layer does to a path.</summary>
public enum PathChange
{
    /// <summary>It is there from this layer on.</summary>
    Added,

    /// <summary>It was there before, and is still.</summary>
    Changed,

    /// <summary>It is there no longer.</summary>
    Removed,
}

/// <summary>What one layer did to a path.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Change">What it did.</param>
/// <param name="What">Of a change, what is not what it was; of a directory its names are the content. None where the layer brings the same once more.</param>
/// <param name="How">Of a removal, how; null of others.</param>
/// <param name="By">Of a removal, the path of the marker, or of what took the place of a directory above; empty of others.</param>
public sealed record PathEvent(ImageLayer Layer, PathChange Change, FileAspects What, Hiding? How, ReadOnlyMemory<byte> By);
