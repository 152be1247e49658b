using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OciFs.Descriptors.Json;

/// <summary>Reads the documents that the image-spec knows: unknown fields are passed over, a field that stands twice is an error.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, AllowDuplicateProperties = false, MaxDepth = Limits.DocumentDepth)]
[JsonSerializable(typeof(IndexJson))]
[JsonSerializable(typeof(ManifestJson))]
[JsonSerializable(typeof(ConfigJson))]
[JsonSerializable(typeof(DescriptorJson))]
[JsonSerializable(typeof(SchemaOneStepJson))]
[JsonSerializable(typeof(SignedFormatJson))]
[JsonSerializable(typeof(LayoutJson))]
[JsonSerializable(typeof(DockerArchiveItemJson?[]))]
[JsonSerializable(typeof(Dictionary<string, string?>))]
internal sealed partial class DocumentJson : JsonSerializerContext
{
    /// <summary>Reads a document.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: it is not sound.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> raw, JsonTypeInfo<T> type, string where)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(raw.Span, type) ?? throw Unsound(where, "null", null);
        }
        catch (JsonException error)
        {
            throw Unsound(where, JsonFault.Of(error), error);
        }
    }

    /// <summary>Reads a part of a document.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: it is not sound.</exception>
    public static T Read<T>(JsonElement part, JsonTypeInfo<T> type, string where)
        where T : class
    {
        try
        {
            return part.Deserialize(type) ?? throw Unsound(where, "null", null);
        }
        catch (JsonException error)
        {
            throw Unsound(where, JsonFault.Of(error, isWhole: false), error);
        }
    }

    private static OciFsException Unsound(string where, string what, Exception? error) =>
        new(OciFsError.Invalid, $"{where}: not sound JSON of its kind: {what}", error);
}
