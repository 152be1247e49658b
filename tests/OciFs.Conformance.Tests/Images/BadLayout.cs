using System.Text.Json.Nodes;
using OciFs.Reference;
using OciFs.Reference.Layout;
using OciFs.Reference.Tar;

namespace OciFs.Conformance.Tests.Images;

/// <summary>
/// A layout with one sound image, named "sound", many bad ones, and "index-bomb", which is not wrong but is "sound" 10^12 times.
/// </summary>
internal sealed class BadLayout : IDisposable
{
    private const long Absurd = long.MaxValue;

    private static readonly Dictionary<string, Func<LayoutBuilder, string, BadImage>> Makers = new(StringComparer.Ordinal)
    {
        ["layer-missing"] = (layout, name) => BadLayer.Stored(layout, name, File.Delete),
        ["layer-short"] = (layout, name) => BadLayer.Stored(layout, name, path => Resize(path, -1000)),
        ["layer-long"] = (layout, name) => BadLayer.Stored(layout, name, path => Resize(path, +1000)),
        ["layer-empty"] = (layout, name) => BadLayer.Stored(layout, name, path => File.WriteAllBytes(path, [])),
        ["layer-other"] = (layout, name) => BadLayer.Stored(layout, name, FlipMiddle),
        ["gzip-cut"] = (layout, name) => BadLayer.Encoded(layout, name, LayerCompression.Gzip, bytes => bytes[..^5000]),
        ["gzip-corrupt"] = (layout, name) => BadLayer.Encoded(layout, name, LayerCompression.Gzip, Flipped),
        ["zstd-cut"] = (layout, name) => BadLayer.Encoded(layout, name, LayerCompression.Zstd, bytes => bytes[..^5000]),
        ["zstd-corrupt"] = (layout, name) => BadLayer.Encoded(layout, name, LayerCompression.Zstd, Flipped),
        ["not-a-tar"] = (layout, name) => BadLayer.Encoded(layout, name, LayerCompression.Gzip, _ => LayerBlob.Of(
            "This is text, and no archive at all.\n"u8.ToArray(), LayerCompression.Gzip).Bytes),
        ["size-negative"] = (layout, name) => BadLayer.Sized(layout, name, -1),
        ["size-absurd"] = (layout, name) => BadLayer.Sized(layout, name, Absurd),
        ["dotdot"] = (layout, _) => BadLayer.On(layout, LayerBlob.Of(
            LayerBuilder.Tar([TestEntry.File("../../escaped", "inside\n")]), LayerCompression.Gzip)) with
        { Mention = "escaped" },
        ["config-missing"] = (layout, name) => Config(layout, name, File.Delete),
        ["config-other"] = (layout, name) => Config(layout, name, FlipMiddle),
        ["manifest-missing"] = (layout, name) => Manifest(layout, name, File.Delete),
        ["manifest-other"] = (layout, name) => Manifest(layout, name, FlipMiddle),
        ["manifest-cut"] = (layout, name) => Document(layout, "{\"schemaVersion\":2,\"config\":{\"" + name),
        ["manifest-wrong-kinds"] = (layout, _) => Document(layout, """{"schemaVersion":2,"config":[],"layers":"none"}"""),
        ["manifest-huge"] = (layout, name) => Of(layout.AddHugeManifest(Sound(layout, name), 100_000_000)),
        ["index-of-itself"] = (layout, _) => Of(layout.AddSelfReferringIndex()),
        ["index-deep"] = (layout, name) => Of(layout.AddNestedIndexes(Sound(layout, name).Manifest, 40)) with { Mention = "16" },
        ["manifest-size-negative"] = (layout, name) => Of(Sound(layout, name).Manifest with { Size = -5 }),
    };

    private readonly TempFolder folder = new();
    private readonly Dictionary<string, BadImage> images = new(StringComparer.Ordinal);

    public BadLayout()
    {
        var layout = new LayoutBuilder(folder["layout"]);
        foreach (var (name, make) in Makers)
        {
            images[name] = make(layout, name);
            layout.Name(name, images[name].Manifest);
        }

        var sound = Sound(layout, "sound").Manifest;
        layout.Name("sound", sound).Name("index-bomb", layout.AddIndexBomb(sound, fanOut: 10, depth: 12)).Write();
    }

    /// <summary>The names of the bad images.</summary>
    public static IEnumerable<string> Names => Makers.Keys;

    public string Path => folder["layout"];

    public BadImage this[string name] => images[name];

    public void Dispose() => folder.Dispose();

    private static BuiltImage Sound(LayoutBuilder layout, string name) =>
        BadLayer.Sound(layout, LayerBlob.Of(BadLayer.Tar(name), LayerCompression.Gzip));

    private static BadImage Of(Descriptor manifest) => new(manifest, manifest.Digest);

    private static BadImage Document(LayoutBuilder layout, string text) =>
        Of(layout.AddBlob(System.Text.Encoding.UTF8.GetBytes(text), LayoutBuilder.ManifestType));

    private static BadImage Manifest(LayoutBuilder layout, string name, Action<string> damage)
    {
        var manifest = Sound(layout, name).Manifest;
        damage(layout.BlobPath(manifest.Digest));
        return Of(manifest);
    }

    /// <summary>Configs of images of one platform and one time differ by their diffIDs only: the name makes each one's own.</summary>
    private static BadImage Config(LayoutBuilder layout, string name, Action<string> damage)
    {
        var image = Sound(layout, name);
        var document = JsonNode.Parse(File.ReadAllBytes(layout.BlobPath(image.Config.Digest)))!;
        document["author"] = name;
        var config = layout.AddDocument(document, LayoutBuilder.ConfigType);
        damage(layout.BlobPath(config.Digest));
        return new BadImage(layout.AddManifest(config, image.Layers) with { Platform = image.Manifest.Platform }, config.Digest);
    }

    private static void Resize(string path, int by)
    {
        using var file = new FileStream(path, FileMode.Open);
        file.SetLength(file.Length + by);
    }

    private static void FlipMiddle(string path) => File.WriteAllBytes(path, Flipped(File.ReadAllBytes(path)));

    private static byte[] Flipped(byte[] bytes)
    {
        bytes[bytes.Length / 2] ^= 0xff;
        return bytes;
    }
}
