using System.Globalization;
using System.Text.Json.Nodes;

namespace OciFs.Conformance.Tests.Commands.Tools;

/// <summary>
/// What a tool and ocifs answer to the same questions about one image, field by field. What is empty, null and not there is the same: each tool leaves out other
/// things. Order of objects' members does not count, that of arrays does.
/// </summary>
internal sealed class Answers(string tool, string image)
{
    private readonly List<string> differences = [];

    /// <summary>The fields that differ for a known reason.</summary>
    public HashSet<string> Explained { get; } = new(StringComparer.Ordinal);

    /// <summary>How many fields were compared in which either told something.</summary>
    public int Compared { get; private set; }

    /// <summary>Compares a field.</summary>
    public Answers Field(string field, JsonNode? theirs, JsonNode? ours) => Field(field, TextOf(theirs), TextOf(ours));

    /// <summary>Compares a field.</summary>
    public Answers Field(string field, string theirs, string ours)
    {
        Compared += theirs.Length + ours.Length > 0 ? 1 : 0;
        if (theirs == ours)
            return this;
        if (KnownDifferences.Explains(tool, field, image))
            Explained.Add(field);
        else
            differences.Add($"{tool}, {image}, {field}: theirs {theirs}, ours {ours}");
        return this;
    }

    /// <summary>Compares moments.</summary>
    public Answers Moment(string field, JsonNode? theirs, JsonNode? ours) => Field(field, MomentOf(theirs), MomentOf(ours));

    /// <summary>Asserts that there was something to compare, and that all was the same or is explained.</summary>
    public Answers AreAlike(int least)
    {
        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
        Assert.True(Compared >= least, $"{tool}, {image}: only {Compared} fields told");
        return this;
    }

    /// <summary>A moment to the digits that all tools have; empty for none.</summary>
    public static string MomentOf(JsonNode? node) =>
        node is null || node.GetValue<string>() is var text && (text.Length == 0 || text.StartsWith("0001-01-01", StringComparison.Ordinal)) ? string.Empty
        : DateTimeOffset.Parse(Cut(node.GetValue<string>()), CultureInfo.InvariantCulture).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);

    /// <summary>The texts of an array in one; empty for none.</summary>
    public static string Join(IEnumerable<string> texts) => string.Join('\n', texts);

    // DateTimeOffset has seven digits, Go nine.
    private static string Cut(string text) => text.IndexOf('.') is > 0 and var dot && text.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9') is > 7 and var digits
        ? text.Remove(dot + 8, digits - 7)
        : text;

    public static string TextOf(JsonNode? node) => node switch
    {
        null or JsonArray { Count: 0 } or JsonObject { Count: 0 } => string.Empty,
        JsonObject item => Join(item.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}={TextOf(member.Value)}")),
        JsonArray items => Join(items.Select(TextOf)),
        _ => node.ToString(),
    };
}
