using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace OciFs.Fuse.Interop;

/// <summary>A helper program that was given a descriptor of ours, which <see cref="System.Diagnostics.Process"/> cannot do.</summary>
/// <remarks>Standard input and output are /dev/null: a helper that stays must not keep the caller's open. Errors go to a pipe.</remarks>
internal sealed unsafe class HelperProcess
{
    /// <summary>The number under which the helper finds the descriptor given to it.</summary>
    public const int GivenDescriptor = 3;

    /// <summary>Room for <c>posix_spawn_file_actions_t</c>: 80 bytes in glibc and musl.</summary>
    private const int FileActionsSize = 256;

    /// <summary>What of the helper's complaints is kept.</summary>
    private const int MaxErrorBytes = 4096;

    private readonly int _pid;
    private readonly int _errors;

    private HelperProcess(int pid, int errors)
    {
        _pid = pid;
        _errors = errors;
    }

    /// <summary>Starts a program, with messages in English.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="arguments">Its arguments, without its name.</param>
    /// <param name="descriptor">A descriptor to give it as number 3; stays the caller's. -1 for none.</param>
    /// <param name="variable">One more environment variable, <c>NAME=value</c>.</param>
    /// <returns>The running program.</returns>
    /// <exception cref="IOException">It could not be started.</exception>
    public static HelperProcess Start(string path, IReadOnlyList<string> arguments, int descriptor, string? variable)
    {
        var pipe = stackalloc int[2];
        if (Libc.pipe2(pipe, LibcConstants.O_CLOEXEC) < 0)
            throw new IOException($"no pipe: {Libc.Describe(Libc.LastError)}");
        var errno = Spawn(path, arguments, descriptor, pipe[1], variable, out var pid);
        _ = Libc.close(pipe[1]);
        if (errno == Errno.None)
            return new HelperProcess(pid, pipe[0]);
        _ = Libc.close(pipe[0]);
        throw new IOException($"{path} could not be started: {Libc.Describe(errno)}");
    }

    /// <summary>Waits for the end and frees all.</summary>
    /// <param name="errors">What it wrote to standard error, without line ends around it.</param>
    /// <returns>Its exit status; -1 when a signal ended it or somebody else collected the status.</returns>
    public int Finish(out string errors)
    {
        var buffer = stackalloc byte[MaxErrorBytes];
        var kept = 0;
        nint read;
        // Read on when full, into the last byte, so that the helper is never blocked.
        while ((read = Libc.read(_errors, buffer + Math.Min(kept, MaxErrorBytes - 1), (nuint)Math.Max(1, MaxErrorBytes - kept))) != 0)
        {
            if (read > 0)
                kept = Math.Min(MaxErrorBytes, kept + (int)read);
            else if (Libc.LastError != Errno.EINTR)
                break;
        }
        errors = Encoding.UTF8.GetString(buffer, kept).Trim();
        _ = Libc.close(_errors);
        return Reap();
    }

    private int Reap()
    {
        int result, status;
        do
            result = Libc.waitpid(_pid, out status, 0);
        while (result < 0 && Libc.LastError == Errno.EINTR);
        // WIFEXITED and WEXITSTATUS of sys/wait.h.
        return result == _pid && (status & 0x7f) == 0 ? (status >> 8) & 0xff : -1;
    }

    private static Errno Spawn(string path, IReadOnlyList<string> arguments, int descriptor, int errors, string? variable, out int pid)
    {
        var actions = stackalloc byte[FileActionsSize];
        var argv = StringArray([Path.GetFileName(path), .. arguments]);
        var envp = StringArray(Environment(variable));
        Libc.posix_spawn_file_actions_init(actions);
        try
        {
            Libc.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", LibcConstants.O_RDWR, 0);
            Libc.posix_spawn_file_actions_addopen(actions, 1, "/dev/null", LibcConstants.O_RDWR, 0);
            Libc.posix_spawn_file_actions_adddup2(actions, errors, 2);
            // A duplicate is open in the new program, also one onto itself (POSIX.1-2024), whatever the original's close-on-exec.
            if (descriptor >= 0)
                Libc.posix_spawn_file_actions_adddup2(actions, descriptor, GivenDescriptor);
            return Libc.posix_spawn(out pid, path, actions, null, argv, envp);
        }
        finally
        {
            Libc.posix_spawn_file_actions_destroy(actions);
            FreeStringArray(argv);
            FreeStringArray(envp);
        }
    }

    private static List<string> Environment(string? variable)
    {
        var list = new List<string>();
        foreach (DictionaryEntry entry in System.Environment.GetEnvironmentVariables())
        {
            if (entry.Key is not "LC_ALL")
                list.Add($"{entry.Key}={entry.Value}");
        }
        list.Add("LC_ALL=C");
        if (variable is not null)
            list.Add(variable);
        return list;
    }

    private static byte** StringArray(List<string> strings)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)strings.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < strings.Count; i++)
            array[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
        return array;
    }

    private static void FreeStringArray(byte** array)
    {
        for (var p = array; *p != null; p++)
            Marshal.FreeCoTaskMem((nint)(*p));
        NativeMemory.Free(array);
    }
}
