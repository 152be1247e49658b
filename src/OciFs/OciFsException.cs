namespace OciFs;

/// <summary>The only exception that the core throws for what comes from outside.</summary>
/// <param name="error">The kind, by which a host decides.</param>
/// <param name="message">
/// One line, <c>WHERE: WHAT (HINT)</c>; shown to users as it is, except that control characters become <c>?</c> and what is behind 1,024 is
/// cut off.
/// </param>
/// <param name="inner">What was caught, for verbose output.</param>
public sealed class OciFsException(OciFsError error, string message, Exception? inner = null) : Exception(OneLine(message), inner)
{
    private const int MaxLength = 1024;

    /// <summary>The kind.</summary>
    public OciFsError Error { get; } = error;

    // Messages quote names and fields that others wrote: neither a line break nor an escape sequence may reach `error` or a terminal.
    private static string OneLine(string message) => string.Create(Math.Min(message.Length, MaxLength), message, static (line, text) =>
    {
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = char.IsControl(text[i]) ? '?' : text[i];
        }
    });
}
