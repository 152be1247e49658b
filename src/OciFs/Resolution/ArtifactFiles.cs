using System.Collections.Immutable;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Resolution;

/// <summary>
/// Gives the layers of an artifact their names as files (design §1): by their titles, in which slashes are folders, each part written as a
/// <see cref="PathSegment"/>, so that no title leads anywhere else. One without a title is called by its digest. Of several of one name, or
/// where a folder has it, the others have <c>@</c> and 12 hex digits of their digest behind it, all of them where 12 do not tell them apart.
/// </summary>
internal static class ArtifactFiles
{
    private const int ShortHex = 12;

    /// <summary>The files, in the order of the layers; the empty document that stands for no content at all is none.</summary>
    public static ImmutableArray<ResolvedFile> Of(ImageManifest manifest)
    {
        var titled = manifest.Layers.Select(layer => (Layer: layer, Title: TitleOf(layer))).Where(file => !IsNone(file.Layer, file.Title))
            .Select(file => (file.Layer, file.Title, Parts: PartsOf(file.Title ?? file.Layer.Digest.ToString()))).ToList();

        // Folders first: a file gives way to a folder of its name, wherever it stands.
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, _, parts) in titled)
        {
            for (var count = 1; count < parts.Length; count++)
            {
                taken.Add(PathOf(parts[..count]));
            }
        }

        var same = new HashSet<(string, Digest)>();
        var files = ImmutableArray.CreateBuilder<ResolvedFile>(titled.Count);
        foreach (var (layer, title, parts) in titled)
        {
            if (same.Add((PathOf(parts), layer.Digest)) && NameOf(parts, layer.Digest, taken) is { } path)
            {
                files.Add(new ResolvedFile(path, title, layer));
            }
        }

        return files.DrainToImmutable();
    }

    private static string? TitleOf(Descriptor layer) =>
        layer.Annotations.GetValueOrDefault(AnnotationKeys.Title) is { } title && !PartsOf(title).IsEmpty ? title : null;

    // image-spec manifest.md, "Guidance for an Empty Descriptor".
    private static bool IsNone(Descriptor layer, string? title) => title is null && layer.MediaType == MediaTypes.OciEmpty;

    // What names the folder that it stands in is left out, as a shell reads a path; ".." would lead out and is a name like any other.
    private static ImmutableArray<string> PartsOf(string title)
    {
        ImmutableArray<string> parts = [.. title.Split('/').Where(part => part is not ("" or "."))];
        return parts.Length > Limits.TitleParts ? [title] : parts;
    }

    private static ImmutableArray<string>? NameOf(ImmutableArray<string> parts, Digest digest, HashSet<string> taken)
    {
        var folder = parts[..^1];
        string[] names = [parts[^1], $"{parts[^1]}@{digest.Hex[..ShortHex]}", $"{parts[^1]}@{digest.Hex}"];
        foreach (var name in names)
        {
            if (taken.Add(PathOf([.. folder, name])))
            {
                return [.. folder.Select(PathSegment.Encode), PathSegment.Encode(name)];
            }
        }

        return null;
    }

    private static string PathOf(ImmutableArray<string> parts) => string.Join('/', parts.Select(PathSegment.Encode));
}
