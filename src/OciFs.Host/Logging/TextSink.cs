namespace OciFs.Host.Logging;

/// <summary>Messages as lines for people.</summary>
/// <param name="write">Takes a line.</param>
public sealed class TextSink(Action<string> write) : ILogSink
{
    /// <inheritdoc/>
    public void Write(LogEntry entry) => write(entry.Message);
}
