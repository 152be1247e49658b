using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;
using OciFs.Stores.Bolt;

namespace OciFs.Stores.Containerd;

/// <summary>Reads one name of containerd's <c>v1/NAMESPACE/images</c> (containerd, core/metadata/images.go).</summary>
internal static class ImageBucket
{
    // Docker's classic builder: the target of the step before (moby, daemon/containerd/image_builder.go).
    private const string ParentLabel = "org.mobyproject.image.parent";

    /// <summary>Reads it.</summary>
    /// <param name="name">The name.</param>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="image">The image.</param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    /// <exception cref="OciFsException">The file is not sound.</exception>
    public static string? Read(string name, BoltBucket bucket, out NamedImage image)
    {
        image = null!;
        if (bucket.Bucket("target"u8) is not { } target)
        {
            return "it points at nothing";
        }

        if (!Digest.TryParse(target.Text("digest"u8), out var digest))
        {
            return $"no digest: {target.Text("digest"u8)}";
        }

        if (target.Value("size"u8) is not { } written || GoBinary.Varint(written.Span) is not (>= 0 and <= Limits.DescriptorBytes and var size))
        {
            return "no size";
        }

        var labels = bucket.Bucket("labels"u8).Texts();
        image = new NamedImage(name, new Descriptor(target.Text("mediatype"u8) ?? string.Empty, digest, size)
        {
            Annotations = bucket.Bucket("annotations"u8).Texts().ToImmutableDictionary(StringComparer.Ordinal),
        })
        {
            Record = new ImageRecord(Time(bucket, "createdat"u8), Time(bucket, "updatedat"u8), labels),
            Parent = Digest.TryParse(labels.GetValueOrDefault(ParentLabel), out var parent) ? parent : null,
        };
        return null;
    }

    /// <summary>Whether two readings of a name came to the same.</summary>
    public static bool AreSame(NamedImage left, NamedImage right) =>
        left.Name == right.Name
        && left.Target.Digest == right.Target.Digest
        && left.Target.Size == right.Target.Size
        && left.Target.MediaType == right.Target.MediaType
        && left.Record!.CreatedAt == right.Record!.CreatedAt
        && left.Record.UpdatedAt == right.Record.UpdatedAt
        && left.Record.Labels.SequenceEqual(right.Record.Labels)
        && left.Target.Annotations.Count == right.Target.Annotations.Count
        && left.Target.Annotations.All(pair => right.Target.Annotations.GetValueOrDefault(pair.Key) == pair.Value);

    private static DateTimeOffset? Time(BoltBucket bucket, ReadOnlySpan<byte> key) =>
        bucket.Value(key) is { } value ? GoBinary.Time(value.Span) : null;
}
