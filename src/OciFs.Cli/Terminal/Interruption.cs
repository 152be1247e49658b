using System.Runtime.InteropServices;

namespace OciFs.Cli.Terminal;

/// <summary>
/// Lets work that is ended by SIGINT, SIGTERM or SIGHUP remove what is half done, and then ends the program by that signal. The second signal ends it at once,
/// and so does the first where the work does not end.
/// </summary>
internal static class Interruption
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Does the work.</summary>
    /// <param name="work">Ends with an <see cref="OperationCanceledException"/> when its token is cancelled.</param>
    public static int Guard(Func<CancellationToken, int> work)
    {
        using var end = new CancellationTokenSource();
        var came = 0;
        void Note(PosixSignalContext context)
        {
            context.Cancel = true;
            var signal = NumberOf(context.Signal);
            if (Interlocked.Exchange(ref came, signal) != 0)
            {
                EndBy(signal);
            }

            end.Cancel();
            new Thread(() =>
            {
                Thread.Sleep(Patience);
                EndBy(signal);
            }) { IsBackground = true }.Start();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Note);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Note);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Note);
        try
        {
            return work(end.Token);
        }
        catch (OperationCanceledException) when (came != 0)
        {
            EndBy(came);
            throw;
        }
    }

    private static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGINT => TerminalInterop.SIGINT,
        PosixSignal.SIGHUP => TerminalInterop.SIGHUP,
        _ => TerminalInterop.SIGTERM,
    };

    // A shell tells by it that the user ended the program, and ends a loop that it is in.
    private static void EndBy(int signal)
    {
        _ = TerminalInterop.signal(signal, TerminalInterop.SIG_DFL);
        _ = TerminalInterop.raise(signal);
        Environment.Exit(128 + signal);
    }
}
