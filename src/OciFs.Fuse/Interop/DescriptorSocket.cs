using Microsoft.Win32.SafeHandles;

namespace OciFs.Fuse.Interop;

/// <summary>A pair of connected sockets over which a helper hands back an open file.</summary>
internal sealed unsafe class DescriptorSocket : IDisposable
{
    private int _ours;
    private int _theirs;

    /// <summary>Makes the pair.</summary>
    /// <exception cref="IOException">There are no descriptors left.</exception>
    public DescriptorSocket()
    {
        var pair = stackalloc int[2];
        if (Libc.socketpair(LibcConstants.AF_UNIX, LibcConstants.SOCK_STREAM | LibcConstants.SOCK_CLOEXEC, 0, pair) < 0)
            throw new IOException($"no socket: {Libc.Describe(Libc.LastError)}");
        (_ours, _theirs) = (pair[0], pair[1]);
    }

    /// <summary>The end to be given to the helper.</summary>
    public int Theirs => _theirs;

    /// <summary>Closes our copy of the helper's end, so that its death is seen. To be done once it has started.</summary>
    public void CloseTheirs() => Close(ref _theirs);

    /// <summary>Our end, the caller's from now on: when its last copy is closed the helper notices.</summary>
    public SafeFileHandle TakeOurs()
    {
        var ours = new SafeFileHandle(_ours, ownsHandle: true);
        _ours = -1;
        return ours;
    }

    /// <summary>Waits for the file.</summary>
    /// <returns>The file, owned by the caller; null when the helper closed its end without sending one.</returns>
    public SafeFileHandle? Receive()
    {
        byte data;
        var vector = new posix_iovec { iov_base = &data, iov_len = 1 };
        var control = default(cmsghdr_descriptor);
        var message = new posix_msghdr
        {
            msg_iov = &vector,
            msg_iovlen = 1,
            msg_control = &control,
            msg_controllen = (nuint)sizeof(cmsghdr_descriptor),
        };
        nint received;
        do
            received = Libc.recvmsg(_ours, &message, LibcConstants.MSG_CMSG_CLOEXEC);
        while (received < 0 && Libc.LastError == Errno.EINTR);
        var complete = received > 0
            && message.msg_controllen >= cmsghdr_descriptor.FilledLength
            && control is { cmsg_level: LibcConstants.SOL_SOCKET, cmsg_type: LibcConstants.SCM_RIGHTS };
        return complete ? new SafeFileHandle(control.descriptor, ownsHandle: true) : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close(ref _theirs);
        Close(ref _ours);
    }

    private static void Close(ref int descriptor)
    {
        if (descriptor >= 0)
            _ = Libc.close(descriptor);
        descriptor = -1;
    }
}
