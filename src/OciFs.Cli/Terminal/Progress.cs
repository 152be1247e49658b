namespace OciFs.Cli.Terminal;

/// <summary>What takes long, shown to who waits for it.</summary>
internal static class Progress
{
    /// <summary>Where commands, and stores that they open, tell of long work.</summary>
    public static WorkMeter Meter { get; } = new();
}
