namespace OciFs.Cli.Terminal;

/// <summary>Standard error, unbuffered: a line of <see cref="Progress"/> on it is gone before anything else is written. What is not taken is lost.</summary>
internal sealed class StandardError : WritingStream
{
    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) =>
        ScreenLine.Write(buffer, bytes => TerminalInterop.WriteAll(TerminalInterop.StandardError, bytes));
}
