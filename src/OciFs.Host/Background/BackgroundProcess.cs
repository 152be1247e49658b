using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Host.Background;

/// <summary>
/// Runs this program once more in a session of its own and waits until it says that it is ready. .NET cannot fork; the new process gets
/// <c>/dev/null</c> for its standard input and output, and until it is ready a pipe for its standard error: what it tells there, this one
/// passes on (posix_spawn(3)).
/// </summary>
public static unsafe class BackgroundProcess
{
    private const int StandardOutput = 1;
    private const int StandardError = 2;

    // How the new process knows that there is somebody who waits.
    private const string Variable = "OCIFS_BACKGROUND";

    // Comes through the pipe behind all that was told on the way. No line has it: they are printable.
    private const byte Ready = 0;

    /// <summary>Starts <paramref name="arguments"/> of this program in the background.</summary>
    /// <param name="arguments">What it is to do.</param>
    /// <param name="errors">Receives what it tells on its standard error until it is ready.</param>
    /// <returns>Null when it is ready; else its exit status.</returns>
    /// <exception cref="OciFsException">It could not be started, or something ended it.</exception>
    public static int? Start(IReadOnlyList<string> arguments, Stream errors)
    {
        var ends = stackalloc int[2];
        Check(BackgroundInterop.pipe2(ends, BackgroundInterop.O_CLOEXEC) == 0 ? 0 : Marshal.GetLastPInvokeError());
        using var reading = new FileStream(new SafeFileHandle(ends[0], ownsHandle: true), FileAccess.Read, 0);
        int pid;
        using (new SafeFileHandle(ends[1], ownsHandle: true))
        {
            pid = Spawn(arguments, ends[1]);
        }

        return PassOn(reading, errors) ? null : ExitStatusOf(pid);
    }

    /// <summary>Tells whoever waits for this process that it is ready; from then on nobody hears its standard error.</summary>
    /// <returns>Whether somebody was told.</returns>
    public static bool SayReady()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            return false;
        }

        Environment.SetEnvironmentVariable(Variable, null);
        using var pipe = new FileStream(new SafeFileHandle(StandardError, ownsHandle: false), FileAccess.Write, 0);
        pipe.WriteByte(Ready);
        _ = BackgroundInterop.dup2(StandardOutput, StandardError);
        return true;
    }

    // Not to the end of the pipe: a helper that the process has started may hold it for as long as the mount lives.
    private static bool PassOn(FileStream pipe, Stream errors)
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (pipe.Read(buffer) is > 0 and var length)
        {
            var told = buffer[..length];
            var end = told.IndexOf(Ready);
            errors.Write(end < 0 ? told : told[..end]);
            if (end >= 0)
            {
                return true;
            }
        }

        return false;
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
