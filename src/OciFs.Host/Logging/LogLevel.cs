namespace OciFs.Host.Logging;

/// <summary>How much a message matters, by the priorities of syslog(3).</summary>
public enum LogLevel
{
    /// <summary>Somebody did not get what they asked for, or the server ends.</summary>
    Error = 3,

    /// <summary>Something is not as it should be, and the mount goes on.</summary>
    Warning = 4,

    /// <summary>What is done: mounts, unmounts, first passes.</summary>
    Info = 6,
}
