namespace OciFs.Fuse.Mount;

/// <summary>The one error of mounting and unmounting.</summary>
/// <param name="kind">What kind of error it is.</param>
/// <param name="message">What went wrong and, in parentheses, what can be done; one line, without the mountpoint.</param>
public sealed class FuseMountException(FuseMountError kind, string message) : Exception(message)
{
    /// <summary>What kind of error it is.</summary>
    public FuseMountError Kind { get; } = kind;
}
