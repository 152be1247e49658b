using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OciFs.Descriptors.Json;
using OciFs.References;

namespace OciFs.Descriptors;

/// <summary>
/// Docker's manifest of schema 1 (distribution, "Image Manifest Version 2, Schema 1"), from before 2016 and still in old stores: layers and
/// history are lists with the newest first, a config there is none, and signatures may stand in the document itself.
/// </summary>
internal static class SchemaOne
{
    /// <summary>The manifest, with its layers base first and a config made of its history.</summary>
    /// <remarks>
    /// Steps that are marked as throwaway have an empty layer, which is left out. Sizes and media types of layers are not told, and diffIDs cannot be.
    /// </remarks>
    /// <exception cref="OciFsException">It is not sound.</exception>
    public static ImageManifest Read(ManifestJson json, ReadOnlyMemory<byte> raw, string where)
    {
        var (layers, history) = (json.FsLayers ?? [], json.History ?? []);
        if (layers.Length == 0 || layers.Length != history.Length)
        {
            throw Unsound(where, $"{layers.Length} layers and {history.Length} steps of history");
        }

        var newest = Encoding.UTF8.GetBytes(history[0]?.V1Compatibility ?? string.Empty);
        var steps = history.Select((step, i) => ReadStep(step, $"{where}: history[{i}]")).Reverse().ToImmutableArray();
        var stored = layers.Reverse().Zip(steps, (layer, step) => (layer, step)).Where(pair => pair.step.Throwaway is not true).Select(pair => pair.layer).ToArray();
        if (stored.Length > Limits.LayersPerImage)
        {
            throw new OciFsException(OciFsError.LimitExceeded, $"{where}: {stored.Length} layers (at most {Limits.LayersPerImage})");
        }

        return new ImageManifest
        {
            Raw = raw,
            MediaType = json.MediaType ?? string.Empty,
            Layers = [.. stored.Select(layer => ReadLayer(layer, where))],
            MadeConfig = ImageConfig.Parse(newest, $"{where}: history[0]") with { DiffIds = [], History = [.. steps.Select(StepOf)] },
        };
    }

    /// <summary>The digest of the document without its signatures, which is what it is known by; null where it has none, or they do not tell.</summary>
    public static Digest? DigestOfPayload(DigestAlgorithm algorithm, ReadOnlySpan<byte> raw)
    {
        try
        {
            var json = JsonSerializer.Deserialize(raw, DocumentJson.Default.ManifestJson);
            if (json?.Signatures is not [{ Protected: { } header }, ..])
            {
                return null;
            }

            var format = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(header), DocumentJson.Default.SignedFormatJson);
            if (format is not { FormatTail: { } tail } || format.FormatLength < 0 || format.FormatLength > raw.Length)
            {
                return null;
            }

            using var hasher = Digest.CreateHasher(algorithm);
            hasher.Append(raw[..format.FormatLength]);
            hasher.Append(Base64Url.DecodeFromChars(tail));
            return hasher.Finish();
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            return null;
        }
    }

    private static Descriptor ReadLayer(SchemaOneLayerJson? layer, string where) => Digest.TryParse(layer?.BlobSum, out var digest)
        ? new Descriptor(string.Empty, digest, Descriptor.UnknownSize)
        : throw Unsound(where, $"not a digest: {layer?.BlobSum ?? "null"}");

    private static SchemaOneStepJson ReadStep(SchemaOneHistoryJson? step, string where) =>
        DocumentJson.Read(Encoding.UTF8.GetBytes(step?.V1Compatibility ?? string.Empty), DocumentJson.Default.SchemaOneStepJson, where);

    // As Docker makes history of it (moby, image/v1/imagev1.go: HistoryFromConfig).
    private static ImageHistory StepOf(SchemaOneStepJson step) => new()
    {
        Created = Rfc3339.Parse(step.Created),
        CreatedBy = step.ContainerConfig?.Cmd is { } command ? string.Join(' ', command) : null,
        Author = step.Author,
        Comment = step.Comment,
        EmptyLayer = step.Throwaway is true,
    };

    private static OciFsException Unsound(string where, string what) =>
        new(OciFsError.Invalid, $"{where}: not a sound Docker manifest of schema 1: {what}");
}
