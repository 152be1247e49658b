using System.Runtime.InteropServices;

namespace OciFs.Host.Confining;

/// <summary>The kernel's words for giving up rights (linux/landlock.h, linux/capability.h, linux/seccomp.h, linux/prctl.h, linux/filter.h).</summary>
internal static unsafe partial class ConfiningInterop
{
    public const int ENOSYS = 38;
    public const int EPERM = 1;

    public const int PR_CAPBSET_DROP = 24;
    public const int PR_SET_NO_NEW_PRIVS = 38;
    public const int PR_CAP_AMBIENT = 47;
    public const int PR_CAP_AMBIENT_CLEAR_ALL = 4;

    public const int O_PATH = 0x200000;
    public const int O_CLOEXEC = 0x80000;

    /// <summary>The same number on every machine since the kernel gives new calls one for all (Linux 5.0).</summary>
    public const nint SYS_landlock_create_ruleset = 444;
    public const nint SYS_landlock_add_rule = 445;
    public const nint SYS_landlock_restrict_self = 446;

    public const uint LANDLOCK_CREATE_RULESET_VERSION = 1;
    public const int LANDLOCK_RULE_PATH_BENEATH = 1;

    public const uint LINUX_CAPABILITY_VERSION_3 = 0x20080522;

    public const nint SECCOMP_SET_MODE_FILTER = 1;
    public const nint SECCOMP_FILTER_FLAG_TSYNC = 1;

    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = true)]
    public static partial int prctl(int option, nuint second, nuint third, nuint fourth, nuint fifth);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int capset(cap_user_header* header, cap_user_data* data);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint landlock_create_ruleset(nint number, landlock_ruleset_attr* attributes, nuint size, uint flags);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint landlock_add_rule(nint number, nint ruleset, nint type, landlock_path_beneath_attr* attributes, nint flags);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint landlock_restrict_self(nint number, nint ruleset, nint flags);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    public static partial nint seccomp(nint number, nint operation, nint flags, sock_fprog* program);

    [StructLayout(LayoutKind.Sequential)]
    public struct cap_user_header
    {
        public uint version;
        public int pid;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct cap_user_data
    {
        public uint effective;
        public uint permitted;
        public uint inheritable;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct landlock_ruleset_attr
    {
        public ulong handled_access_fs;
        public ulong handled_access_net;
        public ulong scoped;
    }

    /// <summary>Packed in the header.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct landlock_path_beneath_attr
    {
        public ulong allowed_access;
        public int parent_fd;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct sock_filter
    {
        public ushort code;
        public byte jt;
        public byte jf;
        public uint k;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct sock_fprog
    {
        public ushort len;
        public sock_filter* filter;
    }
}
