namespace OciFs.Host.Logging;

/// <summary>Where messages go. Used by one thread at a time; may wait.</summary>
public interface ILogSink
{
    /// <summary>Takes a message.</summary>
    /// <param name="entry">The message.</param>
    void Write(LogEntry entry);
}
