using System.Collections.Immutable;
using OciFs.Descriptors.Json;
using OciFs.References;

namespace OciFs.Descriptors;

/// <summary>What an image runs on, what its layers are when uncompressed and how a container of it starts (image-spec config.md).</summary>
public sealed record ImageConfig
{
    /// <summary>The document as it is stored.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>When the image was made; null where that is not told, or not as RFC 3339 writes it.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Who made the image; null where it is not told.</summary>
    public string? Author { get; init; }

    /// <summary>Architecture as written; null where it is not told.</summary>
    public string? Architecture { get; init; }

    /// <summary>Operating system as written; null where it is not told.</summary>
    public string? Os { get; init; }

    /// <summary>Variant of the architecture as written; null where it is not told.</summary>
    public string? Variant { get; init; }

    /// <summary>Version of the operating system as written; null where it is not told.</summary>
    public string? OsVersion { get; init; }

    /// <summary>Features of the operating system that the image needs, as written; none is empty.</summary>
    public ImmutableArray<string> OsFeatures { get; init; } = [];

    /// <summary>Diff IDs of the layers, base first.</summary>
    public required ImmutableArray<DiffId> DiffIds { get; init; }

    /// <summary>How the image came about, oldest step first.</summary>
    public ImmutableArray<ImageHistory> History { get; init; } = [];

    /// <summary>How a container of it starts.</summary>
    public RuntimeConfig Config { get; init; } = RuntimeConfig.Empty;

    /// <summary>What is wrong with fields that an image can be run without, a line each; they are as if they were not told.</summary>
    internal ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>Whether a media type is that of an image's config, by the image-spec or by Docker.</summary>
    public static bool IsMediaType(string mediaType) => mediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig;

    /// <summary>Reads a config.</summary>
    /// <param name="raw">The document; kept, not copied.</param>
    /// <param name="where">What errors call it.</param>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: not a sound config.</exception>
    public static ImageConfig Parse(ReadOnlyMemory<byte> raw, string where)
    {
        var json = DocumentJson.Read(UnsoundText.Replace(raw), DocumentJson.Default.ConfigJson, where);
        var problems = new List<string>();
        var rest = new LenientObject(json.Rest, where, problems);
        return new ImageConfig
        {
            Raw = raw,
            Created = Rfc3339.Parse(rest.Text("created")),
            Author = DescriptorReader.Told(rest.Text("author")),
            Architecture = DescriptorReader.Told(json.Architecture),
            Os = DescriptorReader.Told(json.Os),
            Variant = DescriptorReader.Told(json.Variant),
            OsVersion = DescriptorReader.Told(json.OsVersion),
            OsFeatures = [.. rest.Texts("os.features").Select(DescriptorReader.Told).OfType<string>()],
            DiffIds = ReadDiffIds(json.RootFs?.DiffIds ?? [], $"{where}: rootfs.diff_ids"),
            History = [.. rest.Objects("history").Select(ImageHistory.Of)],
            Config = RuntimeConfig.Of(rest.Object("config")),
            Problems = [.. problems],
        };
    }

    private static ImmutableArray<DiffId> ReadDiffIds(string?[] texts, string where)
    {
        var ids = ImmutableArray.CreateBuilder<DiffId>(texts.Length);
        for (var i = 0; i < texts.Length; i++)
        {
            ids.Add(Digest.TryParse(texts[i], out var digest)
                ? new DiffId(digest)
                : throw new OciFsException(OciFsError.Invalid, $"{where}[{i}]: not a digest: {texts[i] ?? "null"}"));
        }

        return ids.DrainToImmutable();
    }
}
