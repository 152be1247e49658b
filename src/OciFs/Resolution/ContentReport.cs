using System.Collections.Immutable;
using OciFs.Descriptors;

namespace OciFs.Resolution;

/// <summary>What of an image is there.</summary>
public sealed record ContentReport
{
    /// <summary>
    /// What is needed. Of a platform the config and the layers, as its manifest lists them (containerd, <c>images.Check</c>); of an image as a whole all that its
    /// documents lead to, themselves included, each digest once. Where the manifest cannot be had, that.
    /// </summary>
    public required ImmutableArray<Descriptor> Required { get; init; }

    /// <summary>What of that the store has: documents verified by their digests, all else by its size, layers in whatever form the store has them.</summary>
    public required ImmutableArray<Descriptor> Present { get; init; }

    /// <summary>The rest.</summary>
    public ImmutableArray<Descriptor> Missing { get; init; } = [];

    /// <summary>Whether the manifest could be had, so that <see cref="Required"/> is all.</summary>
    public bool IsAvailable { get; init; } = true;

    /// <summary>Why something is missing, a line each.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Bytes of <see cref="Required"/> as stored by who made the image.</summary>
    public long RequiredSize => ContentSize.Sum(Required);

    /// <summary>Bytes of <see cref="Present"/>, likewise.</summary>
    public long PresentSize => ContentSize.Sum(Present);

    /// <summary>Whether all is there.</summary>
    public bool IsComplete => IsAvailable && Missing.IsEmpty;

    /// <summary>As <c>ctr images check</c> says it: <c>complete (2/2)</c>, <c>incomplete (1/2)</c>, <c>unavailable (0/?)</c>.</summary>
    public override string ToString() => IsAvailable
        ? $"{(Missing.IsEmpty ? "complete" : "incomplete")} ({Present.Length}/{Required.Length})"
        : $"unavailable ({Present.Length}/?)";
}
