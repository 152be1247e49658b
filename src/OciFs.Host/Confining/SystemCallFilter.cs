using System.Runtime.InteropServices;
using static OciFs.Host.Confining.ConfiningInterop;

namespace OciFs.Host.Confining;

/// <summary>A filter of system calls (seccomp(2)) as a program for the kernel's packet filter: one look at the number, one at the flags of clone.</summary>
internal static unsafe class SystemCallFilter
{
    private const nint SysSeccomp = 317; // asm/unistd_64.h

    // linux/audit.h, linux/seccomp.h
    private const uint AUDIT_ARCH_X86_64 = 0xC000003E, SECCOMP_RET_KILL_PROCESS = 0x80000000, SECCOMP_RET_ERRNO = 0x00050000, SECCOMP_RET_ALLOW = 0x7FFF0000;

    // Offsets in struct seccomp_data.
    private const uint Number = 0, Architecture = 4, FirstArgument = 16;

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
        var instructions = Program(IsRingOffered());
        fixed (sock_filter* code = instructions)
        {
            var program = new sock_fprog { len = (ushort)instructions.Length, filter = code };
            return seccomp(SysSeccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
        }
    }

    /// <summary>The program.</summary>
    /// <param name="allowsRing">Whether io_uring is allowed.</param>
    internal static sock_filter[] Program(bool allowsRing)
    {
        List<sock_filter> code =
        [
            Say(Load, Architecture), Jump(Equal, AUDIT_ARCH_X86_64, 1, 0), Say(Return, SECCOMP_RET_KILL_PROCESS),
            Say(Load, Number),
            Jump(AtLeast, X32, 0, 1), Say(Return, SECCOMP_RET_KILL_PROCESS),
            Jump(AtLeast, SystemCalls.FirstUnknown, 0, 1), Say(Return, SECCOMP_RET_ERRNO | ENOSYS),
            Jump(Equal, SystemCalls.Clone3, 0, 1), Say(Return, SECCOMP_RET_ERRNO | ENOSYS),
            Jump(Equal, SystemCalls.Clone, 0, 4), Say(Load, FirstArgument), Jump(AnyBit, CLONE_THREAD, 0, 1), Say(Return, SECCOMP_RET_ALLOW),
            Say(Return, SECCOMP_RET_ERRNO | EPERM),
        ];

        // A verdict behind each: a jump reaches 255 steps, the list may grow.
        foreach (var number in SystemCalls.Allowed.Select(call => call.Number).Concat(allowsRing ? SystemCalls.Ring : []))
        {
            code.Add(Jump(Equal, (uint)number, 0, 1));
            code.Add(Say(Return, SECCOMP_RET_ALLOW));
        }

        code.Add(Say(Return, SECCOMP_RET_ERRNO | EPERM));
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

    private static sock_filter Say(ushort code, uint value) => new() { code = code, k = value };

    private static sock_filter Jump(ushort code, uint value, byte ifTrue, byte ifFalse) => new() { code = code, jt = ifTrue, jf = ifFalse, k = value };
}
