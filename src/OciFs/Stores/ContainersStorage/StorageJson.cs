using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OciFs.Stores.ContainersStorage;

/// <summary>Reads the records that containers/storage keeps.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, MaxDepth = Limits.DocumentDepth)]
[JsonSerializable(typeof(ImageRecordJson[]))]
[JsonSerializable(typeof(LayerRecordJson[]))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    /// <summary>Reads a file of records.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.Invalid"/>: it is not sound.</exception>
    public static T?[] Read<T>(byte[] raw, JsonTypeInfo<T[]> type, string path)
        where T : class
    {
        try
        {
            // Written in place by old releases, the file is empty for a moment; Go's tools take an empty one for none.
            return raw.Length == 0 ? [] : JsonSerializer.Deserialize(raw, type) ?? [];
        }
        catch (JsonException error)
        {
            throw new OciFsException(
                OciFsError.Invalid, $"{path}: not sound JSON of its kind: {JsonFault.Of(error)} (podman system check tells what is left)", error);
        }
    }

    /// <summary>The text of a value that was kept as it stands; null for another kind of value, or for what is no text: half a surrogate pair, bad UTF-8.</summary>
    public static string? TextOf(in JsonElement value)
    {
        try
        {
            return value.ValueKind is JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
