namespace OciFs.Host.Logging;

/// <summary>One message, as sinks get it.</summary>
/// <param name="Time">When it was told.</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Message">One printable line.</param>
/// <param name="Fields">What programs are told beside it.</param>
public sealed record LogEntry(DateTimeOffset Time, LogLevel Level, string Message, IReadOnlyList<LogField> Fields);
