using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace OciFs.Host.Background;

/// <summary>
/// Runs this program once more, in a session of its own, with <c>/dev/null</c> as standard input and output and none of this process's descriptors but those that are
/// given (posix_spawn(3)). .NET cannot fork. What restricts the thread that starts it (Landlock, capabilities, seccomp) restricts the new process from its first
/// instruction on.
/// </summary>
internal sealed unsafe class SelfSpawn
{
    /// <summary>The first of the given descriptors in the new process; the others follow.</summary>
    public const int FirstGiven = 2;

    // Above all that file actions write to, so that none overwrites what another one reads.
    private const int Aside = 64;

    private static readonly int[] Held = [BackgroundInterop.SIGHUP, BackgroundInterop.SIGINT, BackgroundInterop.SIGTERM];

    private readonly IReadOnlyList<string> _arguments;
    private readonly IReadOnlyList<string> _variables;
    private readonly IReadOnlyList<SafeFileHandle> _descriptors;

    /// <param name="arguments">Words of its command line.</param>
    /// <param name="variables">Variables of its environment beside this process's own, <c>NAME=value</c>; instead of those of the same name.</param>
    /// <param name="descriptors">What it gets as descriptors 2 (standard error), 3, 4 and so on; the caller's.</param>
    public SelfSpawn(IReadOnlyList<string> arguments, IReadOnlyList<string> variables, IReadOnlyList<SafeFileHandle> descriptors) =>
        (_arguments, _variables, _descriptors) = (arguments, variables, descriptors);

    /// <summary>Whether SIGHUP, SIGINT and SIGTERM wait until the new process calls <see cref="ReleaseSignals"/>.</summary>
    public bool HoldsSignals { get; init; }

    /// <summary>Lets signals come that were held for this process.</summary>
    public static void ReleaseSignals()
    {
        var none = stackalloc byte[BackgroundInterop.SignalSetSize];
        _ = BackgroundInterop.sigemptyset(none);
        _ = BackgroundInterop.pthread_sigmask(BackgroundInterop.SIG_SETMASK, none, null);
    }

    /// <summary>Starts it.</summary>
    /// <returns>Its process.</returns>
    /// <exception cref="OciFsException">It could not be started.</exception>
    public int Start()
    {
        var program = Environment.ProcessPath ?? throw new OciFsException(OciFsError.Unavailable, "the path of this program is not known");
        IEnumerable<string> self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
        using var argv = new NativeStrings([.. self, .. _arguments]);
        using var environment = new NativeStrings([.. Inherited(), .. _variables]);

        // What an outer program left open must not live as long as the mount.
        _ = BackgroundInterop.close_range(BackgroundInterop.SYS_close_range, FirstGiven + 1, uint.MaxValue, BackgroundInterop.CLOSE_RANGE_CLOEXEC);
        var aside = new int[_descriptors.Count];
        Array.Fill(aside, -1);
        try
        {
            for (var i = 0; i < aside.Length; i++)
            {
                aside[i] = BackgroundInterop.fcntl((int)_descriptors[i].DangerousGetHandle(), BackgroundInterop.F_DUPFD_CLOEXEC, Aside);
                Check(aside[i] >= 0 ? 0 : Marshal.GetLastPInvokeError());
            }

            return Spawn(program, aside, argv, environment);
        }
        finally
        {
            foreach (var descriptor in aside.Where(descriptor => descriptor >= 0))
            {
                _ = BackgroundInterop.close(descriptor);
            }
        }
    }

    private int Spawn(string program, int[] given, NativeStrings argv, NativeStrings environment)
    {
        var actions = stackalloc byte[BackgroundInterop.FileActionsSize];
        var attributes = stackalloc byte[BackgroundInterop.AttributesSize];
        Check(BackgroundInterop.posix_spawn_file_actions_init(actions));
        Check(BackgroundInterop.posix_spawnattr_init(attributes));
        for (var descriptor = 0; descriptor < FirstGiven; descriptor++)
        {
            Check(BackgroundInterop.posix_spawn_file_actions_addopen(actions, descriptor, "/dev/null", BackgroundInterop.O_RDWR, 0));
        }

        for (var i = 0; i < given.Length; i++)
        {
            Check(BackgroundInterop.posix_spawn_file_actions_adddup2(actions, given[i], FirstGiven + i));
        }

        var held = stackalloc byte[BackgroundInterop.SignalSetSize];
        _ = BackgroundInterop.sigemptyset(held);
        foreach (var signal in HoldsSignals ? Held : [])
        {
            _ = BackgroundInterop.sigaddset(held, signal);
        }

        Check(BackgroundInterop.posix_spawnattr_setsigmask(attributes, held));
        Check(BackgroundInterop.posix_spawnattr_setflags(attributes, BackgroundInterop.POSIX_SPAWN_SETSID | BackgroundInterop.POSIX_SPAWN_SETSIGMASK));
        var errno = BackgroundInterop.posix_spawn(out var pid, program, actions, attributes, argv.Pointer, environment.Pointer);
        _ = BackgroundInterop.posix_spawn_file_actions_destroy(actions);
        _ = BackgroundInterop.posix_spawnattr_destroy(attributes);
        Check(errno);
        return pid;
    }

    private IEnumerable<string> Inherited()
    {
        var own = _variables.Select(variable => variable[..variable.IndexOf('=', StringComparison.Ordinal)]).ToHashSet(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (!own.Contains((string)variable.Key))
            {
                yield return $"{variable.Key}={variable.Value}";
            }
        }
    }

    // These functions give the errno instead of setting it.
    private static void Check(int errno)
    {
        if (errno != 0)
        {
            throw new OciFsException(OciFsError.Unavailable, $"the server cannot be started: {Marshal.GetPInvokeErrorMessage(errno)}");
        }
    }
}
