using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using OciFs.Descriptors;
using OciFs.Layers;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Views;

/// <summary>The facts of <c>layers/NN/info.json</c> (design §1). What only the first pass finds out is there when it has been made.</summary>
/// <param name="Number">The layer's number, base 0.</param>
/// <param name="Digest">Digest of the blob.</param>
/// <param name="DiffID">Digest of the tar, as the config tells it.</param>
/// <param name="ChainID">The chain that ends with the layer, as the config tells it.</param>
/// <param name="MediaType">Media type by its descriptor.</param>
/// <param name="Size">Bytes of the blob, as its descriptor tells; where that tells nothing (schema 1), as the store has them.</param>
/// <param name="Urls">Where else the blob is to be had, by its descriptor.</param>
/// <param name="Stored">As what the store has the layer: its blob, its tar, or the unpacked folder only.</param>
/// <param name="ManifestMade">Whether the manifest, and with it digest and size of the blob, was made because the store keeps none.</param>
/// <param name="Compression">What the blob's bytes turned out to be.</param>
/// <param name="TarSize">Bytes of the tar.</param>
/// <param name="Files">Files in the layer, markers included, the root not.</param>
/// <param name="CreatedBy">The command that made it, by the config's history.</param>
internal sealed record LayerInfo(
    [property: JsonPropertyName("number")] int Number,
    [property: JsonPropertyName("digest")] string Digest,
    [property: JsonPropertyName("diffID")] string? DiffID,
    [property: JsonPropertyName("chainID")] string? ChainID,
    [property: JsonPropertyName("mediaType")] string MediaType,
    [property: JsonPropertyName("size")] long? Size,
    [property: JsonPropertyName("urls")] IReadOnlyList<string>? Urls,
    [property: JsonPropertyName("stored")] string Stored,
    [property: JsonPropertyName("manifestMade")] bool? ManifestMade,
    [property: JsonPropertyName("compression")] string? Compression,
    [property: JsonPropertyName("tarSize")] long? TarSize,
    [property: JsonPropertyName("files")] long? Files,
    [property: JsonPropertyName("created_by")] string? CreatedBy)
{
    // As other tools write it: without \u002B for the plus of a media type.
    private static readonly LayerInfoJson Json = new(new JsonSerializerOptions(LayerInfoJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The file's bytes.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="form">As what the store has it.</param>
    /// <param name="storedSize">Bytes of its blob in the store; null where that has none.</param>
    /// <param name="isManifestMade">Whether the store keeps no manifest.</param>
    /// <param name="opened">The open layer, if it was looked into.</param>
    public static byte[] Describe(ResolvedLayer layer, LayerForm form, long? storedSize, bool isManifestMade, OpenedLayer? opened)
    {
        var content = opened?.Content;
        var info = new LayerInfo(
            layer.Number,
            layer.Descriptor.Digest.ToString(),
            layer.DiffId?.Digest.ToString(),
            layer.ChainId?.Digest.ToString(),
            layer.Descriptor.MediaType,
            layer.Descriptor.Size is not Descriptor.UnknownSize and var size ? size : storedSize,
            layer.Descriptor.Urls.IsEmpty ? null : layer.Descriptor.Urls,
            (opened is { HasTar: false } ? LayerForm.Folder : form).ToString().ToLowerInvariant(),
            isManifestMade ? true : null,
            content?.Index.Seek.Format.ToString().ToLowerInvariant(),
            content?.StreamLength,
            content is null ? null : content.Index.InodeCount - 1,
            layer.CreatedBy);
        return [.. JsonSerializer.SerializeToUtf8Bytes(info, Json.LayerInfo), (byte)'\n'];
    }
}

/// <summary>Writes <see cref="LayerInfo"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LayerInfo))]
internal sealed partial class LayerInfoJson : JsonSerializerContext;
