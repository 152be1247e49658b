namespace OciFs.Cli;

/// <summary>Exit status of the program (design §3).</summary>
internal static class ExitStatus
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>It could not be done.</summary>
    public const int Failed = 1;

    /// <summary>It was asked for in a way that cannot be understood.</summary>
    public const int Usage = 2;
}
