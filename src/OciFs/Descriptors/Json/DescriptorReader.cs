using System.Collections.Immutable;
using System.Text.Json;
using OciFs.References;

namespace OciFs.Descriptors.Json;

/// <summary>From what is written to what is believed: checks the fields of descriptors.</summary>
internal static class DescriptorReader
{
    /// <summary>
    /// A list of descriptors; with <paramref name="problems"/> the unsound ones go there, without the first one ends it. One that is
    /// unsound only in its size stays in the list: it has a name to tell it under, and no blob will be found to have that size.
    /// </summary>
    public static ImmutableArray<Descriptor> ReadAll(JsonElement[]? list, string where, ICollection<string>? problems)
    {
        var descriptors = ImmutableArray.CreateBuilder<Descriptor>(list?.Length ?? 0);
        for (var i = 0; i < (list?.Length ?? 0); i++)
        {
            try
            {
                descriptors.Add(Read(list![i], $"{where}[{i}]", anySize: problems is not null));
            }
            catch (OciFsException error) when (problems is not null)
            {
                problems.Add(error.Message);
            }
        }

        return descriptors.DrainToImmutable();
    }

    /// <summary>A descriptor that may be missing.</summary>
    public static Descriptor? ReadOptional(JsonElement? json, string where) => json is { } element ? Read(element, where, anySize: false) : null;

    /// <summary>A subject; one that is not sound is told in <paramref name="problems"/> and is none: what has it can be run without it.</summary>
    public static Descriptor? ReadSubject(JsonElement? json, string where, ICollection<string>? problems)
    {
        try
        {
            return ReadOptional(json, where);
        }
        catch (OciFsException error)
        {
            problems?.Add(error.Message);
            return null;
        }
    }

    /// <summary>Annotations; a null value is an empty one, as Go reads it.</summary>
    public static ImmutableDictionary<string, string> ReadAnnotations(Dictionary<string, string?>? json)
    {
        var annotations = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in json ?? [])
        {
            annotations.Add(key, value ?? string.Empty);
        }

        return annotations.ToImmutable();
    }

    /// <summary>Null for what is empty: Go programs write either for what is not told.</summary>
    public static string? Told(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static Descriptor Read(JsonElement element, string where, bool anySize)
    {
        var json = DocumentJson.Read(element, DocumentJson.Default.DescriptorJson, where);
        if (!Digest.TryParse(json.Digest, out var digest))
        {
            throw new OciFsException(OciFsError.Invalid, $"{where}: not a digest: {json.Digest ?? "null"}");
        }

        if (json.Size is not { } size || (size is < 0 or > Limits.DescriptorBytes && !anySize))
        {
            throw new OciFsException(OciFsError.Invalid, $"{where}: {digest}: not a size: {json.Size?.ToString() ?? "null"} (0 to {Limits.DescriptorBytes})");
        }

        return new Descriptor(json.MediaType ?? string.Empty, digest, size)
        {
            Platform = json.Platform is { } platform && (Told(platform.Os) ?? Told(platform.Architecture)) is not null
                ? PlatformName.Normalize(platform.Os, platform.Architecture, platform.Variant, platform.OsVersion, platform.OsFeatures)
                : null,
            Annotations = ReadAnnotations(json.Annotations),
            ArtifactType = Told(json.ArtifactType),
            Data = ReadData(json.Data, digest, size),
            Urls = [.. (json.Urls ?? []).OfType<string>()],
        };
    }

    private static ReadOnlyMemory<byte>? ReadData(string? text, Digest digest, long size)
    {
        if (text is null || size < 0 || size > text.Length)
        {
            return null;
        }

        var data = new byte[size];
        var isSound = Convert.TryFromBase64String(text, data, out var length) && length == size && Digest.Compute(digest.Algorithm, data) == digest;

        // Said of what type: a bare null would become empty content.
        return isSound ? data : (ReadOnlyMemory<byte>?)null;
    }
}
