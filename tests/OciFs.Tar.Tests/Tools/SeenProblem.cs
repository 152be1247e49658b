namespace OciFs.Tar.Tests.Tools;

/// <summary>A copy of a problem that outlives the call.</summary>
internal sealed record SeenProblem(
    TarProblemKind Kind, bool IsFatal, long HeaderOffset, string Name, string Subject, long Value, string Message);
