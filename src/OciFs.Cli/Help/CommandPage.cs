namespace OciFs.Cli.Help;

/// <summary>An example of a command.</summary>
/// <param name="Line">What is typed.</param>
/// <param name="What">What it does.</param>
internal readonly record struct CommandExample(string Line, string What);

/// <summary>What is told of a command beside what its definition says.</summary>
/// <param name="Examples">Examples, the plainest first.</param>
internal sealed record CommandPage(CommandExample[] Examples)
{
    /// <summary>Exit status and what it means.</summary>
    public (int Status, string Meaning)[] ExitStatuses { get; init; } =
    [
        (ExitStatus.Done, "done"), (ExitStatus.Failed, "failed; what of several could be done is done"), (ExitStatus.Usage, "asked for in a way that cannot be understood"),
    ];
}
