namespace OciFs.Host.Confining;

/// <summary>
/// The system calls that a server and the runtime below it make, by name and by the number that x86-64 gives them (asm/unistd_64.h). What is not here is
/// forbidden: programs, mounts, new sockets, other processes, modes and owners of files (which Landlock leaves alone), keys, modules, and whatever a later
/// kernel brings.
/// </summary>
internal static class SystemCalls
{
    /// <summary>Starts a thread, or a process: only the former is allowed, by its flags.</summary>
    public const int Clone = 56;

    /// <summary>As <see cref="Clone"/>, with flags that no filter can see: told to be missing, so that the C library takes the other.</summary>
    public const int Clone3 = 435;

    /// <summary>Those of io_uring, over which the kernel may send requests where its FUSE has that switched on.</summary>
    public static readonly int[] Ring = [425, 426, 427];

    /// <summary>Calls behind this are of kernels that come: they are told to be missing, for which the C library has other ways.</summary>
    public const int FirstUnknown = 470;

    /// <summary>Requests to a device or file: only those that tell whether it is a terminal, how wide, and what of a pipe.</summary>
    public const int Ioctl = 16;

    /// <summary>TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX and FIOCLEX of asm-generic/ioctls.h.</summary>
    public static readonly uint[] IoctlRequests = [0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451];

    /// <summary>Not to have signals sent to others.</summary>
    public const int Fcntl = 72;

    /// <summary>F_SETOWN, F_SETSIG and F_SETOWN_EX of asm-generic/fcntl.h.</summary>
    public static readonly uint[] FcntlRefused = [8, 10, 15];

    /// <summary>Only on what is connected: no address is given.</summary>
    public const int SendTo = 44;

    /// <summary>Only to threads of this process.</summary>
    public const int TgKill = 234;

    /// <summary>Only of this process, which is 0.</summary>
    public const int Prlimit = 302;

    /// <summary>Those that are allowed whatever their arguments are.</summary>
    public static readonly (string Name, int Number)[] Allowed =
    [
        // Reading, writing and watching what is open.
        ("read", 0), ("write", 1), ("readv", 19), ("writev", 20), ("pread64", 17), ("pwrite64", 18), ("preadv", 295), ("pwritev", 296),
        ("preadv2", 327), ("pwritev2", 328), ("lseek", 8), ("close", 3), ("close_range", 436), ("dup", 32),
        ("dup2", 33), ("dup3", 292), ("poll", 7), ("ppoll", 271), ("select", 23), ("pselect6", 270), ("epoll_create1", 291), ("epoll_ctl", 233),
        ("epoll_wait", 232), ("epoll_pwait", 281), ("epoll_pwait2", 441), ("eventfd2", 290), ("pipe2", 293), ("recvmsg", 47),
        ("recvfrom", 45), ("shutdown", 48), ("getsockopt", 55), ("setsockopt", 54), ("getsockname", 51), 
        ("copy_file_range", 326), ("sendfile", 40), ("fadvise64", 221), ("readahead", 187),

        // Files by name, within what Landlock leaves.
        ("open", 2), ("openat", 257), ("openat2", 437), ("stat", 4), ("lstat", 6), ("fstat", 5), ("newfstatat", 262), ("statx", 332), ("statfs", 137),
        ("fstatfs", 138), ("access", 21), ("faccessat", 269), ("faccessat2", 439), ("readlink", 89), ("readlinkat", 267), ("getdents64", 217),
        ("getcwd", 79), ("chdir", 80), ("fchdir", 81), ("mkdir", 83), ("mkdirat", 258), ("rmdir", 84), ("unlink", 87), ("unlinkat", 263),
        ("rename", 82), ("renameat", 264), ("renameat2", 316), ("link", 86), ("linkat", 265), ("ftruncate", 77), ("fallocate", 285), ("fsync", 74),
        ("fdatasync", 75), ("sync_file_range", 277), ("flock", 73), ("umask", 95), ("utimensat", 280),
        ("getxattr", 191), ("lgetxattr", 192), ("fgetxattr", 193), ("listxattr", 194), ("llistxattr", 195), ("flistxattr", 196),

        // Memory.
        ("mmap", 9), ("munmap", 11), ("mremap", 25), ("mprotect", 10), ("madvise", 28), ("brk", 12), ("mlock", 149), ("mlock2", 325),
        ("munlock", 150), ("mincore", 27), ("msync", 26), ("memfd_create", 319), ("membarrier", 324), ("mbind", 237), ("set_mempolicy", 238),
        ("get_mempolicy", 239),

        // Threads, signals among them, and time.
        ("futex", 202), ("futex_waitv", 449), ("futex_wake", 454), ("futex_wait", 455), ("futex_requeue", 456), ("set_robust_list", 273),
        ("get_robust_list", 274), ("rseq", 334), ("set_tid_address", 218), ("gettid", 186), ("rt_sigaction", 13),
        ("rt_sigprocmask", 14), ("rt_sigreturn", 15), ("rt_sigtimedwait", 128), ("rt_sigsuspend", 130), ("rt_sigpending", 127), ("sigaltstack", 131),
        ("restart_syscall", 219), ("exit", 60), ("exit_group", 231), ("sched_yield", 24), ("sched_getaffinity", 204), ("sched_setaffinity", 203),
        ("sched_getparam", 143), ("sched_getscheduler", 145), ("sched_setscheduler", 144), ("sched_get_priority_max", 146),
        ("sched_get_priority_min", 147), ("getpriority", 140), ("setpriority", 141), ("getcpu", 309), ("arch_prctl", 158), ("nanosleep", 35),
        ("clock_nanosleep", 230), ("clock_gettime", 228), ("clock_getres", 229), ("gettimeofday", 96), ("time", 201), ("times", 100),
        ("timerfd_create", 283), ("timerfd_settime", 286),

        // What the process is and uses.
        ("getpid", 39), ("getppid", 110), ("getuid", 102), ("geteuid", 107), ("getgid", 104), ("getegid", 108), ("getgroups", 115),
        ("getresuid", 118), ("getresgid", 120), ("getpgid", 121), ("getsid", 124), ("uname", 63), ("sysinfo", 99), ("getrusage", 98),
        ("getrlimit", 97), ("prctl", 157), ("capget", 125), ("getrandom", 318), ("wait4", 61), ("waitid", 247),
    ];
}
