namespace OciFs.Cli;

/// <summary>What was asked for cannot be understood; the message is one line that names the option or argument.</summary>
internal sealed class UsageException(string message) : Exception(message);
