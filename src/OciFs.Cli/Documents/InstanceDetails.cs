using System.Collections.Immutable;
using OciFs.Images;
using OciFs.References;

namespace OciFs.Cli.Documents;

/// <summary>An entry of a manifest list or index as <c>ocifs inspect --json</c> tells it.</summary>
internal sealed record InstanceDetails(
    string Digest,
    string MediaType,
    long Size,
    string? ArtifactType,
    InstancePlatform? Platform,
    ImmutableSortedDictionary<string, string> Annotations,
    bool Present,
    IReadOnlyList<string> Images,
    string? Origin)
{
    /// <summary>The facts of an entry.</summary>
    public static InstanceDetails Of(ImageInstance instance) => new(
        instance.Descriptor.Digest.ToString(),
        instance.Descriptor.MediaType,
        instance.Descriptor.Size,
        instance.Descriptor.ArtifactType,
        instance.Descriptor.Platform is { } platform ? InstancePlatform.Of(platform) : null,
        instance.Descriptor.Annotations.ToImmutableSortedDictionary(StringComparer.Ordinal),
        instance.IsPresent,
        instance.Images,
        instance.Origin);
}

/// <summary>What an entry says that it runs on.</summary>
internal sealed record InstancePlatform(string Os, string Architecture, string? Variant, string? OsVersion, IReadOnlyList<string> OsFeatures)
{
    /// <summary>The parts of a platform.</summary>
    public static InstancePlatform Of(PlatformName platform) => new(platform.Os, platform.Architecture, platform.Variant, platform.OsVersion, platform.OsFeatures);
}
