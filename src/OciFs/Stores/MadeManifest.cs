using System.Buffers;
using System.Text.Json;
using OciFs.Descriptors;
using OciFs.References;

namespace OciFs.Stores;

/// <summary>
/// The manifest of an image of which only the config and the layers are kept, byte for byte as <c>docker save</c> has written it since
/// release 25 (moby, image/tarexport/save.go): Go's compact JSON, the layers under their diffIDs.
/// </summary>
internal static class MadeManifest
{
    /// <summary>A layer as <c>docker save</c> describes it: its tar under its diffID.</summary>
    /// <param name="diffId">Digest of the tar.</param>
    /// <param name="size">Bytes of the tar.</param>
    public static Descriptor Layer(DiffId diffId, long size) => new(MediaTypes.OciLayer, diffId.Digest, size);

    /// <summary>Makes the manifest.</summary>
    /// <param name="config">The config; of its media type the manifest says nothing, as <c>docker save</c> does not.</param>
    /// <param name="layers">The layers, base first.</param>
    public static ReadOnlyMemory<byte> Of(Descriptor config, IEnumerable<Descriptor> layers)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion"u8, 2);
        json.WriteString("mediaType"u8, Plain(MediaTypes.OciManifest));
        json.WritePropertyName("config"u8);
        Write(json, config with { MediaType = MediaTypes.OciConfig });
        json.WriteStartArray("layers"u8);
        foreach (var layer in layers)
        {
            Write(json, layer);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, Descriptor descriptor)
    {
        json.WriteStartObject();
        json.WriteString("mediaType"u8, Plain(descriptor.MediaType));
        json.WriteString("digest"u8, Plain(descriptor.Digest.ToString()));
        json.WriteNumber("size"u8, descriptor.Size);
        json.WriteEndObject();
    }

    // .NET's writer would escape the plus of a media type, Go's does not: neither a type of ours nor a digest has anything to escape.
    private static JsonEncodedText Plain(string text) =>
        JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
}
