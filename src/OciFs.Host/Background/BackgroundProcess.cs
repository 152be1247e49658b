using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Host.Background;

/// <summary>
/// Runs this program once more in a session of its own and waits until it says that it is ready. .NET cannot fork; the new process gets
/// <c>/dev/null</c> for its standard input and output, and until it is ready a pipe for its standard error: what it tells there, this one
/// passes on (posix_spawn(3)).
/// </summary>
public sealed unsafe class BackgroundProcess
{
    private const int SIGTERM = 15;
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    // How the new process knows that there is somebody who waits.
    private const string Variable = "OCIFS_BACKGROUND";

    private readonly Lock _gate = new();
    private readonly int _pid;
    private readonly FileStream _pipe;

    private BackgroundProcess(int pid, FileStream pipe) => (_pid, _pipe) = (pid, pipe);

    /// <summary>What the process said when it was ready; null before that.</summary>
    public string? ReadyText { get; private set; }

    /// <summary>Whether this is a process in the background whose starter waits for it.</summary>
    public static bool IsAwaited => Environment.GetEnvironmentVariable(Variable) is not null;

    /// <summary>Starts <paramref name="arguments"/> of this program in the background.</summary>
    /// <param name="arguments">What it is to do.</param>
    /// <exception cref="OciFsException">It could not be started.</exception>
    public static BackgroundProcess Start(IReadOnlyList<string> arguments)
    {
        var ends = stackalloc int[2];
        Check(BackgroundInterop.pipe2(ends, BackgroundInterop.O_CLOEXEC) == 0 ? 0 : Marshal.GetLastPInvokeError());
        var reading = new FileStream(new SafeFileHandle(ends[0], ownsHandle: true), FileAccess.Read, 0);
        using (new SafeFileHandle(ends[1], ownsHandle: true))
        {
            try
            {
                return new BackgroundProcess(Spawn(arguments, ends[1]), reading);
            }
            catch
            {
                reading.Dispose();
                throw;
            }
        }
    }

    /// <summary>Waits until the process is ready, or has ended. To be called once.</summary>
    /// <param name="errors">Receives the lines that it tells on its standard error until then.</param>
    /// <param name="progress">Receives how far what takes long is (<see cref="SayProgress"/>).</param>
    /// <returns>Null when it is ready; else its exit status.</returns>
    /// <exception cref="OciFsException">Something ended it.</exception>
    public int? WaitUntilReady(Action<string> errors, Action<string, long, long> progress)
    {
        using (_pipe)
        {
            var messages = new BackgroundMessages(errors, progress);
            var isReady = messages.ReadFrom(_pipe);
            ReadyText = messages.ReadyText;
            lock (_gate)
            {
                return isReady ? null : ExitStatusOf(_pid);
            }
        }
    }

    /// <summary>
    /// Ends the process, and what it has mounted with it, and waits for that. For who ends this process next: whoever waits for the other one waits from then on.
    /// </summary>
    public void End()
    {
        _gate.Enter();
        _ = BackgroundInterop.kill(_pid, SIGTERM);
        while (BackgroundInterop.waitpid(_pid, out _, 0) < 0 && Marshal.GetLastPInvokeError() == BackgroundInterop.EINTR)
        {
        }
    }

    /// <summary>Tells whoever waits for this process how far what takes long is.</summary>
    /// <param name="what">What is being done, in words for people.</param>
    /// <param name="done">Bytes that are done.</param>
    /// <param name="total">Bytes that there are to do; 0 where that is not known.</param>
    public static void SayProgress(string what, long done, long total)
    {
        if (IsAwaited)
        {
            Say(BackgroundMessages.OfProgress(what, done, total));
        }
    }

    /// <summary>Tells whoever waits for this process that it is ready; from then on nobody hears its standard error.</summary>
    /// <param name="text">What to say of it, in a printable line.</param>
    /// <returns>Whether somebody was told.</returns>
    public static bool SayReady(string text)
    {
        if (!IsAwaited)
        {
            return false;
        }

        Environment.SetEnvironmentVariable(Variable, null);
        Say(BackgroundMessages.OfReady(text));
        _ = BackgroundInterop.dup2(StandardOutput, StandardError);
        return true;
    }

    // One write, which a pipe takes whole (pipe(7), PIPE_BUF).
    private static void Say(ReadOnlySpan<byte> message)
    {
        using var pipe = new FileStream(new SafeFileHandle(StandardError, ownsHandle: false), FileAccess.Write, 0);
        pipe.Write(message);
    }

    private static int ExitStatusOf(int pid)
    {
        int result, status;
        do
        {
            result = BackgroundInterop.waitpid(pid, out status, 0);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == BackgroundInterop.EINTR);

        // WIFEXITED and WEXITSTATUS of sys/wait.h.
        return result == pid && (status & 0x7F) == 0
            ? (status >> 8) & 0xFF
            : throw new OciFsException(OciFsError.Unavailable, "the background process ended before it was ready (run with -f to see why)");
    }

    private static int Spawn(IReadOnlyList<string> arguments, int pipe)
    {
        var program = Environment.ProcessPath ?? throw new OciFsException(OciFsError.Unavailable, "the path of this program is not known");
        IEnumerable<string> self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
        using var argv = new NativeStrings([.. self, .. arguments]);
        using var environment = new NativeStrings([.. Variables(), $"{Variable}=1"]);

        // What an outer program left open must not live as long as the mount.
        _ = BackgroundInterop.close_range(StandardError + 1, uint.MaxValue, BackgroundInterop.CLOSE_RANGE_CLOEXEC);
        var actions = stackalloc byte[BackgroundInterop.FileActionsSize];
        var attributes = stackalloc byte[BackgroundInterop.AttributesSize];
        Check(BackgroundInterop.posix_spawn_file_actions_init(actions));
        Check(BackgroundInterop.posix_spawnattr_init(attributes));
        Check(BackgroundInterop.posix_spawn_file_actions_adddup2(actions, pipe, StandardError));
        for (var descriptor = 0; descriptor < StandardError; descriptor++)
        {
            Check(BackgroundInterop.posix_spawn_file_actions_addopen(actions, descriptor, "/dev/null", BackgroundInterop.O_RDWR, 0));
        }

        Check(BackgroundInterop.posix_spawnattr_setflags(attributes, BackgroundInterop.POSIX_SPAWN_SETSID));
        Check(BackgroundInterop.posix_spawn(out var pid, program, actions, attributes, argv.Pointer, environment.Pointer));
        _ = BackgroundInterop.posix_spawn_file_actions_destroy(actions);
        _ = BackgroundInterop.posix_spawnattr_destroy(attributes);
        return pid;
    }

    private static IEnumerable<string> Variables()
    {
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            yield return $"{variable.Key}={variable.Value}";
        }
    }

    // These functions give the errno instead of setting it.
    private static void Check(int errno)
    {
        if (errno != 0)
        {
            throw new OciFsException(
                OciFsError.Unavailable,
                $"the background process cannot be started: {Marshal.GetPInvokeErrorMessage(errno)} (run with -f)");
        }
    }
}
