using System.Collections.Immutable;
using System.Text.Json;

namespace OciFs.Descriptors.Json;

/// <summary>
/// An object whose fields an image can do without: read as Go reads it (encoding/json: null is what is not set), and a field that is of another kind is told
/// and not there.
/// </summary>
/// <param name="fields">Its fields.</param>
/// <param name="where">What errors call it.</param>
/// <param name="problems">Told of fields that are not sound.</param>
internal readonly struct LenientObject(Dictionary<string, JsonElement?> fields, string where, ICollection<string> problems)
{
    /// <summary>A text; null where it is not told.</summary>
    public string? Text(string field) => Of(field, JsonValueKind.String)?.GetString();

    /// <summary>Whether a flag is set.</summary>
    public bool Flag(string field) => Find(field) is { } value && (value.ValueKind is JsonValueKind.True || (value.ValueKind is not JsonValueKind.False && Tell(field) is not null));

    /// <summary>A list of texts, null ones empty.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="isOneAllowed">Whether a text is a list of itself, as in Docker's StrSlice (moby, api/types/strslice).</param>
    public ImmutableArray<string> Texts(string field, bool isOneAllowed = false)
    {
        if (isOneAllowed && Find(field) is { ValueKind: JsonValueKind.String } one)
        {
            return [one.GetString()!];
        }

        if (Of(field, JsonValueKind.Array) is not { } list)
        {
            return [];
        }

        var texts = ImmutableArray.CreateBuilder<string>(list.GetArrayLength());
        foreach (var text in list.EnumerateArray())
        {
            texts.Add(TextOf(text, $"{field}[{texts.Count}]"));
        }

        return texts.DrainToImmutable();
    }

    /// <summary>A map of texts, null ones empty.</summary>
    public ImmutableDictionary<string, string> Map(string field)
    {
        var map = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (Of(field, JsonValueKind.Object) is { } found)
        {
            foreach (var pair in found.EnumerateObject())
            {
                map[pair.Name] = TextOf(pair.Value, $"{field}.{pair.Name}");
            }
        }

        return map.ToImmutable();
    }

    /// <summary>The names of a set, sorted.</summary>
    public ImmutableArray<string> Keys(string field) => Of(field, JsonValueKind.Object) is { } set
        ? [.. set.EnumerateObject().Select(pair => pair.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The fields of an object.</summary>
    public LenientObject Object(string field) => new(FieldsOf(Of(field, JsonValueKind.Object)), $"{where}.{field}", problems);

    /// <summary>The objects of a list; one that is null has no fields.</summary>
    public IEnumerable<LenientObject> Objects(string field)
    {
        var (name, told) = ($"{where}.{field}", problems);
        return Of(field, JsonValueKind.Array) is not { } list ? [] : list.EnumerateArray().Select((item, i) => Item(item, $"{name}[{i}]", told));
    }

    private static LenientObject Item(JsonElement item, string where, ICollection<string> problems)
    {
        if (item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            problems.Add(Unsound(where));
        }

        return new LenientObject(FieldsOf(item.ValueKind is JsonValueKind.Object ? item : null), where, problems);
    }

    private static Dictionary<string, JsonElement?> FieldsOf(JsonElement? json)
    {
        var fields = new Dictionary<string, JsonElement?>(StringComparer.Ordinal);
        if (json is { } found)
        {
            foreach (var field in found.EnumerateObject())
            {
                fields[field.Name] = field.Value;
            }
        }

        return fields;
    }

    private static string Unsound(string where) => new OciFsException(OciFsError.Invalid, $"{where}: not what this field can be").Message;

    private JsonElement? Find(string field) =>
        fields.GetValueOrDefault(field) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value ? value : null;

    private JsonElement? Of(string field, JsonValueKind kind) =>
        Find(field) is not { } value ? null : value.ValueKind == kind ? value : Tell(field);

    private string TextOf(JsonElement text, string place)
    {
        if (text.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            Tell(place);
        }

        return text.ValueKind is JsonValueKind.String ? text.GetString()! : string.Empty;
    }

    private JsonElement? Tell(string field)
    {
        problems.Add(Unsound($"{where}.{field}"));
        return null;
    }
}
