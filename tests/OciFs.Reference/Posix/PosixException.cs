using System.ComponentModel;

namespace OciFs.Reference.Posix;

/// <summary>A system call that failed.</summary>
public sealed class PosixException(string call, ByteString path, int errno)
    : IOException($"{call} {path}: {new Win32Exception(errno).Message}")
{
    /// <summary>The error's number as the kernel gives it.</summary>
    public int Errno { get; } = errno;
}
