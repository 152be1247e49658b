using System.Text.Json;

namespace OciFs;

/// <summary>Says in our own words what is wrong with JSON: the reader's speak of its types, and change with its releases.</summary>
internal static class JsonFault
{
    /// <summary>Where a document is not JSON, or not of its kind, and how.</summary>
    /// <param name="error">What the reader threw: a <see cref="JsonException"/>, or what it throws of half a surrogate pair.</param>
    /// <param name="isWhole">Whether lines count from the beginning of the document.</param>
    public static string Of(Exception error, bool isWhole = true)
    {
        if (error is not JsonException fault)
        {
            return "a text that is no Unicode";
        }

        var place = isWhole && fault is { LineNumber: { } line, BytePositionInLine: { } at } ? $"line {line + 1}, byte {at + 1}" : null;
        var field = fault.Path is { Length: > 1 } path ? path.TrimStart('$').TrimStart('.') : null;

        // The reader's own exception, which is not public, is of what is no JSON at all; the others are of JSON that is not of the kind that is read.
        var isSyntax = fault.GetType() != typeof(JsonException) || fault.InnerException?.GetType().BaseType == typeof(JsonException);
        var what = IsCutOff(fault.Message) ? "cut off, it ends before all that was opened is closed" : fault.Message.Contains(" depth ", StringComparison.Ordinal) ? $"more than {Limits.DocumentDepth} levels deep"
            : isSyntax ? "no JSON"
            : fault.Message.StartsWith("Duplicate", StringComparison.Ordinal) ? "a field stands twice"
            : "not of the kind that it should be";
        return string.Join(": ", new[] { place, field, what }.OfType<string>());
    }

    // What the reader says of a document that ends within an object or array, within a text, and within a word.
    private static bool IsCutOff(string message) => message.StartsWith("Expected depth to be zero at the end", StringComparison.Ordinal)
        || message.Contains("reached end of data", StringComparison.Ordinal);
}
