using OciFs.Descriptors;

namespace OciFs.Stores;

/// <summary>The names of an image layout, by its <c>index.json</c>.</summary>
internal sealed record LayoutIndex : StoreState
{
    /// <summary>The bytes that it was read from.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Reads the names from the file's bytes; gives <paramref name="last"/> where that was read from the same.</summary>
    /// <exception cref="OciFsException">They are no index.</exception>
    public static LayoutIndex Parse(byte[] raw, string path, LayoutIndex? last)
    {
        if (last is not null && last.Raw.Span.SequenceEqual(raw))
        {
            return last;
        }

        if (DocumentShape.Of(raw, path) is not DocumentKind.Index)
        {
            throw new OciFsException(OciFsError.Invalid, $"{path}: not an image index: it lists no manifests");
        }

        var problems = new List<string>();
        var index = ImageIndex.Parse(raw, path, problems);
        return new LayoutIndex
        {
            Raw = raw,
            Listing = new StoreListing
            {
                Images = ImageNaming.Unique(index.Manifests, NameOf),
                Problems = [.. problems],
            },
        };
    }

    // Where both stand, the second is but the tag (containerd, BuildKit).
    private static string? NameOf(Descriptor target) =>
        target.Annotations.TryGetValue(AnnotationKeys.ContainerdName, out var full) && full.Length > 0
            ? full
            : target.Annotations.GetValueOrDefault(AnnotationKeys.RefName);
}
