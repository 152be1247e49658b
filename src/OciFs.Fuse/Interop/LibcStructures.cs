using System.Runtime.InteropServices;

namespace OciFs.Fuse.Interop;

/// <summary><c>struct statx</c> of <c>linux/stat.h</c>: the same on every architecture; only what is used here is named.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct statx_result
{
    [FieldOffset(28)]
    public ushort stx_mode;
}

/// <summary><c>struct iovec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct posix_iovec
{
    public void* iov_base;
    public nuint iov_len;
}

/// <summary><c>struct msghdr</c> of 64-bit Linux; musl's narrower lengths have their padding where glibc has the upper half.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct posix_msghdr
{
    public void* msg_name;
    public uint msg_namelen;
    public posix_iovec* msg_iov;
    public nuint msg_iovlen;
    public void* msg_control;
    public nuint msg_controllen;
    public int msg_flags;
}

/// <summary><c>struct cmsghdr</c> with one descriptor as its data: what SCM_RIGHTS of one file is.</summary>
[StructLayout(LayoutKind.Sequential, Size = 24)]
internal struct cmsghdr_descriptor
{
    /// <summary><c>CMSG_LEN(sizeof(int))</c>: the length up to the end of <see cref="descriptor"/>.</summary>
    public const int FilledLength = 20;

    public nuint cmsg_len;
    public int cmsg_level;
    public int cmsg_type;
    public int descriptor;
}
