using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>Answers one request.</summary>
/// <param name="dispatcher">The server's state.</param>
/// <param name="exchange">The request, and where the answer goes.</param>
/// <returns>The outcome; an error discards what was written.</returns>
internal delegate Errno OperationHandler(Dispatcher dispatcher, ref Exchange exchange);

/// <summary>Whether the kernel waits for a reply. One too many is an error of ours, one too few hangs a program.</summary>
internal enum ReplyRule
{
    Always,
    Never,

    /// <summary>Only when it failed: INTERRUPT.</summary>
    OnError,
}

/// <summary>One row of the operation table.</summary>
/// <param name="Opcode">The opcode.</param>
/// <param name="Handler">What answers it.</param>
/// <param name="MinimumBody">Bytes that the body has at least, a trailing name not counted.</param>
/// <param name="EndsWithName">Whether all after these bytes is one NUL-terminated name.</param>
/// <param name="Reply">Whether to reply.</param>
internal sealed record Operation(
    FuseOpcode Opcode,
    OperationHandler Handler,
    int MinimumBody = 0,
    bool EndsWithName = false,
    ReplyRule Reply = ReplyRule.Always)
{
    /// <summary>The kernel's name of the operation.</summary>
    public string Name { get; } = Opcode.ToString();
}
