namespace OciFs.Reference.Apply;

/// <summary>Ends the application of one entry before it has changed anything.</summary>
internal sealed class SkippedEntryException(ProblemKind kind) : Exception(kind.ToString())
{
    public ProblemKind Kind { get; } = kind;
}
