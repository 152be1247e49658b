using System.Runtime.InteropServices;
using static OciFs.Host.Confining.ConfiningInterop;

namespace OciFs.Host.Confining;

/// <summary>A filter of system calls (seccomp(2)) as a program for the kernel's packet filter: a look at the number, and of few at an argument.</summary>
internal static unsafe class SystemCallFilter
{
    private const nint SysSeccomp = 317; // asm/unistd_64.h

    // linux/audit.h, linux/seccomp.h
    private const uint AUDIT_ARCH_X86_64 = 0xC000003E, SECCOMP_RET_KILL_PROCESS = 0x80000000, SECCOMP_RET_ERRNO = 0x00050000, SECCOMP_RET_ALLOW = 0x7FFF0000;

    private const uint Refuse = SECCOMP_RET_ERRNO | EPERM;

    // Offsets in struct seccomp_data.
    private const uint Number = 0, Architecture = 4, FirstArgument = 16, SecondArgument = 24, FifthArgument = 48, HighHalf = 4;

    // linux/bpf_common.h: load a word, jump if equal, if at least, if any bit is set; return.
    private const ushort Load = 0x20, Equal = 0x15, AtLeast = 0x35, AnyBit = 0x45, Return = 0x06;

    private const uint CLONE_THREAD = 0x00010000;

    // Calls of the 32-bit ABI with 64-bit registers have this bit.
    private const uint X32 = 0x40000000;

    /// <summary>Whether the kernel put all threads of this process under the filter; not where the machine is none that it was written for.</summary>
    public static bool TryApply()
    {
        if (RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            return false;
        }

        // Whoever was not started by Confinement may have CAP_SYS_ADMIN or not: without either of both the kernel takes no filter.
        _ = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        var instructions = Program(Environment.ProcessId, IsRingOffered());
        fixed (sock_filter* code = instructions)
        {
            var program = new sock_fprog { len = (ushort)instructions.Length, filter = code };
            return seccomp(SysSeccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
        }
    }

    /// <summary>The program.</summary>
    /// <param name="process">The number of the process, as its threads may signal one another.</param>
    /// <param name="allowsRing">Whether io_uring is allowed.</param>
    internal static sock_filter[] Program(int process, bool allowsRing)
    {
        List<sock_filter> code =
        [
            Say(Load, Architecture), Jump(Equal, AUDIT_ARCH_X86_64, 1, 0), Say(Return, SECCOMP_RET_KILL_PROCESS),
            Say(Load, Number),
            Jump(AtLeast, X32, 0, 1), Say(Return, SECCOMP_RET_KILL_PROCESS),
            Jump(AtLeast, SystemCalls.FirstUnknown, 0, 1), Say(Return, SECCOMP_RET_ERRNO | ENOSYS),
            Jump(Equal, SystemCalls.Clone3, 0, 1), Say(Return, SECCOMP_RET_ERRNO | ENOSYS),
            .. When(SystemCalls.Clone, FirstArgument, AnyBit, [CLONE_THREAD], SECCOMP_RET_ALLOW, Refuse),
            .. When(SystemCalls.Ioctl, SecondArgument, Equal, SystemCalls.IoctlRequests, SECCOMP_RET_ALLOW, Refuse),
            .. When(SystemCalls.Fcntl, SecondArgument, Equal, SystemCalls.FcntlRefused, Refuse, SECCOMP_RET_ALLOW),
            .. When(SystemCalls.TgKill, FirstArgument, Equal, [(uint)process], SECCOMP_RET_ALLOW, Refuse),
            .. When(SystemCalls.Prlimit, FirstArgument, Equal, [0, (uint)process], SECCOMP_RET_ALLOW, Refuse),
            .. WhenNull(SystemCalls.SendTo, FifthArgument),
        ];

        // A verdict behind each: a jump reaches 255 steps, the list may grow.
        foreach (var number in SystemCalls.Allowed.Select(call => call.Number).Concat(allowsRing ? SystemCalls.Ring : []))
        {
            code.Add(Jump(Equal, (uint)number, 0, 1));
            code.Add(Say(Return, SECCOMP_RET_ALLOW));
        }

        code.Add(Say(Return, Refuse));
        return [.. code];
    }

    // A ring takes no notice of the filter: it is left out where nothing needs it.
    private static bool IsRingOffered()
    {
        try
        {
            return File.ReadAllText("/sys/module/fuse/parameters/enable_uring").StartsWith('Y');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A call whose argument, of 32 bits, decides: one verdict where it is one of these, the other where it is none.
    private static IEnumerable<sock_filter> When(int number, uint argument, ushort test, uint[] values, uint verdict, uint otherwise)
    {
        sock_filter[] block =
        [
            Say(Load, argument),
            .. values.SelectMany(value => (sock_filter[])[Jump(test, value, 0, 1), Say(Return, verdict)]),
            Say(Return, otherwise),
        ];
        return [Jump(Equal, (uint)number, 0, (byte)block.Length), .. block];
    }

    private static sock_filter[] WhenNull(int number, uint pointer) =>
    [
        Jump(Equal, (uint)number, 0, 6),
        Say(Load, pointer), Jump(Equal, 0, 0, 3), Say(Load, pointer + HighHalf), Jump(Equal, 0, 0, 1), Say(Return, SECCOMP_RET_ALLOW), Say(Return, Refuse),
    ];

    private static sock_filter Say(ushort code, uint value) => new() { code = code, k = value };

    private static sock_filter Jump(ushort code, uint value, byte ifTrue, byte ifFalse) => new() { code = code, jt = ifTrue, jf = ifFalse, k = value };
}
