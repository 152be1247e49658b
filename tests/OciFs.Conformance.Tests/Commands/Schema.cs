using System.Text.Json.Nodes;

namespace OciFs.Conformance.Tests.Commands;

/// <summary>
/// A JSON Schema of src/OciFs.Cli/json, of the keywords that these use. Stricter than JSON Schema: a field that the schema does not name is an error, so that all that is
/// printed is documented.
/// </summary>
internal sealed class Schema
{
    private readonly JsonNode root;

    private Schema(JsonNode root) => this.root = root;

    public static Schema Of(string command) =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "OciFs.Cli", "json", $"{command}.schema.json")))!);

    /// <summary>What of a document is not as the schema says, each with its place.</summary>
    public string[] Errors(JsonNode? document) => [.. Errors(root, document, "$")];

    /// <summary>Fields that the schema names and does not explain.</summary>
    public IEnumerable<string> Unexplained() => Objects(root).SelectMany(schema => schema["properties"]?.AsObject() ?? [])
        .Where(field => field.Value!["description"] is null).Select(field => field.Key);

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(field => Objects(field.Value)).Prepend(item),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

    private static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        System.Text.Json.JsonValueKind.Object => "object",
        System.Text.Json.JsonValueKind.Array => "array",
        System.Text.Json.JsonValueKind.String => "string",
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "boolean",
        _ => value.AsValue().TryGetValue(out long _) ? "integer" : "number",
    };

    private IEnumerable<string> Errors(JsonNode schema, JsonNode? value, string place)
    {
        if (schema["$ref"] is { } reference)
            return Errors(root["$defs"]![((string)reference!).Split('/')[^1]]!, value, place);
        if (schema["anyOf"] is JsonArray choices)
        {
            var errors = choices.Select(choice => Errors(choice!, value, place).ToArray()).ToArray();
            return errors.Any(each => each.Length == 0) ? [] : errors[0];
        }

        string[] types = schema["type"] is JsonArray several ? [.. several.Select(type => (string)type!)] : [(string)schema["type"]!];
        if (!types.Contains(TypeOf(value), StringComparer.Ordinal))
            return [$"{place}: {TypeOf(value)} instead of {string.Join('|', types)}"];
        if (schema["enum"] is JsonArray words && !words.Any(word => (string?)word == (string?)value))
            return [$"{place}: {value} is none of the words"];
        return value switch
        {
            JsonObject item => ErrorsOf(schema, item, place),
            JsonArray items => items.SelectMany((item, i) => Errors(schema["items"]!, item, $"{place}[{i}]")),
            _ => [],
        };
    }

    private IEnumerable<string> ErrorsOf(JsonNode schema, JsonObject item, string place)
    {
        var known = schema["properties"]?.AsObject() ?? [];
        var missing = (schema["required"]?.AsArray() ?? []).Where(name => !item.ContainsKey((string)name!)).Select(name => $"{place}.{name}: is not there");
        return missing.Concat(item.SelectMany(field => (known[field.Key] ?? schema["additionalProperties"]) is { } of
            ? Errors(of, field.Value, $"{place}.{field.Key}")
            : [$"{place}.{field.Key}: is not documented"]));
    }
}
