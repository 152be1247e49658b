using System.Text;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Host.Background;

/// <summary>
/// Runs this program once more in a session of its own and waits until it says that it is ready. .NET cannot fork; the new process gets
/// <c>/dev/null</c> for its standard streams and a pipe to speak through (posix_spawn(3)).
/// </summary>
public static unsafe class BackgroundProcess
{
    // Where the new process finds the pipe, and how it knows that there is one.
    private const int ReadyDescriptor = 3;
    private const string ReadyVariable = "OCIFS_READY_FD";

    // What comes through the pipe: one byte, or the error's line.
    private const byte Ready = 0;

    /// <summary>Starts <paramref name="arguments"/> of this program in the background.</summary>
    /// <returns>Null when it is ready; else its one line of error.</returns>
    public static string? Start(IReadOnlyList<string> arguments)
    {
        var ends = stackalloc int[2];
        Check(BackgroundInterop.pipe2(ends, BackgroundInterop.O_CLOEXEC) == 0 ? 0 : System.Runtime.InteropServices.Marshal.GetLastPInvokeError());
        using var reading = new FileStream(new SafeFileHandle(ends[0], ownsHandle: true), FileAccess.Read, 0);
        using (new SafeFileHandle(ends[1], ownsHandle: true))
        {
            Spawn(arguments, ends[1]);
        }

        var answer = new MemoryStream();
        reading.CopyTo(answer);
        var bytes = answer.ToArray();
        return bytes switch
        {
            [Ready, ..] => null,
            [] => "the background process ended before it was ready (run with -f to see why)",
            _ => Encoding.UTF8.GetString(bytes),
        };
    }

    /// <summary>Says through the pipe, if there is one, that this process is ready.</summary>
    /// <returns>Whether somebody was told.</returns>
    public static bool SayReady() => Say([Ready]);

    /// <summary>Says through the pipe, if there is one, why this process will not be ready.</summary>
    /// <returns>Whether somebody was told.</returns>
    public static bool SayFailed(string line) => Say(Encoding.UTF8.GetBytes(line));

    private static bool Say(ReadOnlySpan<byte> message)
    {
        if (Environment.GetEnvironmentVariable(ReadyVariable) is null)
        {
            return false;
        }

        Environment.SetEnvironmentVariable(ReadyVariable, null);
        using var pipe = new FileStream(new SafeFileHandle(ReadyDescriptor, ownsHandle: true), FileAccess.Write, 0);
        pipe.Write(message);
        return true;
    }

    private static void Spawn(IReadOnlyList<string> arguments, int pipe)
    {
        var program = Environment.ProcessPath ?? throw new OciFsException(OciFsError.Unavailable, "the path of this program is not known");
        IEnumerable<string> self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
        using var argv = new NativeStrings([.. self, .. arguments]);
        using var environment = new NativeStrings([.. Variables(), $"{ReadyVariable}={ReadyDescriptor}"]);

        // What an outer program left open must not live as long as the mount.
        _ = BackgroundInterop.close_range(ReadyDescriptor, uint.MaxValue, BackgroundInterop.CLOSE_RANGE_CLOEXEC);
        var actions = stackalloc byte[BackgroundInterop.FileActionsSize];
        var attributes = stackalloc byte[BackgroundInterop.AttributesSize];
        Check(BackgroundInterop.posix_spawn_file_actions_init(actions));
        Check(BackgroundInterop.posix_spawnattr_init(attributes));
        for (var descriptor = 0; descriptor < ReadyDescriptor; descriptor++)
        {
            Check(BackgroundInterop.posix_spawn_file_actions_addopen(actions, descriptor, "/dev/null", BackgroundInterop.O_RDWR, 0));
        }

        Check(BackgroundInterop.posix_spawn_file_actions_adddup2(actions, pipe, ReadyDescriptor));
        Check(BackgroundInterop.posix_spawnattr_setflags(attributes, BackgroundInterop.POSIX_SPAWN_SETSID));
        Check(BackgroundInterop.posix_spawn(out _, program, actions, attributes, argv.Pointer, environment.Pointer));
        _ = BackgroundInterop.posix_spawn_file_actions_destroy(actions);
        _ = BackgroundInterop.posix_spawnattr_destroy(attributes);
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
                $"the background process cannot be started: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(errno)} (run with -f)");
        }
    }
}
