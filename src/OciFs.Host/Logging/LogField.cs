namespace OciFs.Host.Logging;

/// <summary>A fact beside a message, for programs.</summary>
/// <param name="Name">In camelCase, ASCII letters.</param>
/// <param name="Value">Whatever it is; it may be the text of others.</param>
public readonly record struct LogField(string Name, string Value);
