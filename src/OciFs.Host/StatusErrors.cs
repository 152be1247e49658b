using OciFs.Host.Logging;

namespace OciFs.Host;

/// <summary>The last errors of a mount, each once. Any thread.</summary>
internal sealed class StatusErrors
{
    // Together they fit into an extended attribute, also where each character takes six as JSON has it.
    private const int Kept = 20;
    private const int MessageLength = 400;

    private readonly Lock _gate = new();
    private readonly List<StatusError> _errors = [];
    private long _count;

    /// <summary>Takes an error.</summary>
    public void Add(string message)
    {
        var line = PrintableText.Line(message, MessageLength);
        lock (_gate)
        {
            _count++;
            var known = _errors.FindIndex(error => string.Equals(error.Message, line, StringComparison.Ordinal));
            var times = known < 0 ? 0 : _errors[known].Times;
            if (known >= 0 || _errors.Count == Kept)
            {
                _errors.RemoveAt(Math.Max(known, 0));
            }

            _errors.Add(new StatusError(DateTimeOffset.UtcNow, line, times + 1));
        }
    }

    /// <summary>How many there were, and the last of them, oldest first.</summary>
    public (long Count, IReadOnlyList<StatusError> Last) Now()
    {
        lock (_gate)
        {
            return (_count, [.. _errors]);
        }
    }
}
