using System.Text.Json;
using System.Text.Json.Serialization;

namespace OciFs.Descriptors.Json;

/// <summary>A part that stays unread, also where a field of it stands twice: that spoils no more than the field.</summary>
internal sealed class UnreadElementConverter : JsonConverter<JsonElement>
{
    /// <inheritdoc/>
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => JsonElement.ParseValue(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);
}
