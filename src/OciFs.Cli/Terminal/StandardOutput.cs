using System.Runtime.InteropServices;

namespace OciFs.Cli.Terminal;

/// <summary>
/// Standard output as bytes, through one buffer: what goes to a terminal is there at each flush, what goes elsewhere when the buffer is full, or at
/// <see cref="Finish"/>. A reader that went away ends the program as it ends any other, by SIGPIPE. One thread.
/// </summary>
internal sealed class StandardOutput : WritingStream
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _filled;

    /// <inheritdoc/>
    /// <exception cref="OciFsException">Standard output cannot be written to.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > _buffer.Length - _filled)
        {
            Finish();
        }

        if (buffer.Length >= _buffer.Length)
        {
            WriteOut(buffer);
            return;
        }

        buffer.CopyTo(_buffer.AsSpan(_filled));
        _filled += buffer.Length;
    }

    /// <summary>Shows a person what was written so far; to anything else it comes later.</summary>
    public override void Flush()
    {
        if (Screen.IsOutput)
        {
            Finish();
        }
    }

    /// <summary>Writes what is in the buffer.</summary>
    /// <exception cref="OciFsException">Standard output cannot be written to.</exception>
    public void Finish()
    {
        var filled = _filled;
        _filled = 0;
        WriteOut(_buffer.AsSpan(0, filled));
    }

    private static void WriteOut(ReadOnlySpan<byte> bytes)
    {
        if (Screen.IsOutput)
        {
            ScreenLine.Write(bytes, Put);
        }
        else
        {
            Put(bytes);
        }
    }

    // write(2) and nothing above it: what else writes to the same file, before or after, goes on where this ends.
    private static void Put(ReadOnlySpan<byte> bytes)
    {
        switch (TerminalInterop.WriteAll(TerminalInterop.StandardOutput, bytes))
        {
            case 0:
                break;

            // The runtime ignores the signal, so that the error is told instead; a shell expects the signal.
            case TerminalInterop.EPIPE:
                Progress.End();
                TerminalInterop.EndBy(TerminalInterop.SIGPIPE);
                break;
            case var error:
                throw new OciFsException(OciFsError.Unavailable, $"standard output: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }
}
