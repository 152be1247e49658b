using System.Runtime.InteropServices;

namespace OciFs.Cli.Terminal;

/// <summary>
/// What is to be done before SIGINT, SIGTERM or SIGHUP ends the program, which then ends by the signal as if nobody had caught it: a shell is to see that. A second
/// signal ends it at once. Any thread.
/// </summary>
internal static class Interruption
{
    // Whatever it is that holds things up, whoever pressed Ctrl-C does not wait longer; nor for a terminal that takes nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PatienceWithTerminal = TimeSpan.FromSeconds(1);

    private static readonly Lock Gate = new();
    private static readonly List<Action> Minders = [];
    private static PosixSignalRegistration[] _registrations = [];
    private static bool _ended;
    private static int _came;

    /// <summary>Has the line of progress erased before the end.</summary>
    public static void Watch()
    {
        lock (Gate)
        {
            if (!_ended && _registrations.Length == 0)
            {
                _registrations = [Catch(PosixSignal.SIGINT, 2), Catch(PosixSignal.SIGTERM, 15), Catch(PosixSignal.SIGHUP, 1)];
            }
        }
    }

    /// <summary>Has something done before the end.</summary>
    public static void Mind(Action minder)
    {
        lock (Gate)
        {
            Minders.Add(minder);
        }

        Watch();
    }

    /// <summary>Does work that removes what is half done when it is ended; the program ends behind it.</summary>
    /// <param name="work">Ends with an <see cref="OperationCanceledException"/> when its token is cancelled.</param>
    public static int Guard(Func<CancellationToken, int> work)
    {
        // Neither is disposed of: a signal that comes as the work is done may still ask them.
        var end = new CancellationTokenSource();
        var done = new TaskCompletionSource();
        void EndWork()
        {
            end.Cancel();
            done.Task.Wait();
        }

        Action minder = EndWork;
        Mind(minder);
        try
        {
            return work(end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            done.SetResult();
            Thread.Sleep(Patience); // Whoever handles the signal ends the program.
            throw;
        }
        finally
        {
            lock (Gate)
            {
                Minders.Remove(minder);
            }

            _ = done.TrySetResult();
        }
    }

    /// <summary>Has nothing done any more: somebody else minds the signals.</summary>
    public static void End()
    {
        lock (Gate)
        {
            _ended = true;
            Array.ForEach(_registrations, registration => registration.Dispose());
            _registrations = [];
        }
    }

    private static PosixSignalRegistration Catch(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (Interlocked.Exchange(ref _came, 1) != 0)
        {
            TerminalInterop.EndBy(number);
        }

        Do(RunAll, Patience);
        Do(ScreenLine.Erase, PatienceWithTerminal);
        TerminalInterop.EndBy(number);
    });

    private static void Do(Action what, TimeSpan patience)
    {
        var doing = new Thread(() => what()) { IsBackground = true };
        doing.Start();
        doing.Join(patience);
    }

    private static void RunAll()
    {
        Action[] minders;
        lock (Gate)
        {
            minders = [.. Minders];
        }

        Array.ForEach(minders, minder => minder());
    }
}
