using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using OciFs.Fuse.Interop;
using OciFs.Fuse.Wire;

namespace OciFs.Fuse.Session;

/// <summary>A worker's share of the device file.</summary>
/// <remarks>
/// Holds one reference to the descriptor for as long as it lives, so that reading and writing need not take one each time. The buffers
/// are native memory: large ones are not touched, hence not resident, before they are used.
/// </remarks>
internal sealed unsafe class DeviceChannel : Channel
{
    private readonly SafeFileHandle _device;
    private readonly int _descriptor;
    private readonly byte* _request;
    private readonly byte* _reply;
    private readonly int _replyBytes;
    private readonly Action<Exception>? _onError;
    private bool _disposed;

    public DeviceChannel(SafeFileHandle device, int replyBytes, Action<Exception>? onError)
    {
        var held = false;
        device.DangerousAddRef(ref held);
        _device = device;
        _descriptor = (int)device.DangerousGetHandle();
        _request = (byte*)NativeMemory.AlignedAlloc(WireLimits.RequestBuffer, WireLimits.PageSize);
        _reply = (byte*)NativeMemory.AlignedAlloc((nuint)replyBytes, WireLimits.PageSize);
        _replyBytes = replyBytes;
        _onError = onError;
    }

    /// <inheritdoc/>
    public override Span<byte> ReplyBuffer => new(_reply, _replyBytes);

    /// <inheritdoc/>
    /// <remarks>
    /// EINTR, EAGAIN, and ENOENT (the request was aborted while it was taken) mean to read again; ENODEV is an unmounted connection,
    /// ECONNABORTED an aborted one (<c>fuse_dev_do_read</c>).
    /// </remarks>
    public override bool Receive(out ReadOnlySpan<byte> request)
    {
        while (true)
        {
            var length = Libc.read(_descriptor, _request, WireLimits.RequestBuffer);
            if (length >= 0)
            {
                request = new ReadOnlySpan<byte>(_request, (int)length);
                return true;
            }
            var errno = Libc.LastError;
            if (errno is Errno.EINTR or Errno.EAGAIN or Errno.ENOENT)
                continue;
            if (errno is not (Errno.ENODEV or Errno.ECONNABORTED))
                _onError?.Invoke(new IOException($"reading /dev/fuse failed: {Libc.Describe(errno)}"));
            request = default;
            return false;
        }
    }

    /// <inheritdoc/>
    /// <remarks>ENOENT: the caller was interrupted or the request aborted. ENODEV: unmounted, which the next read tells.</remarks>
    public override Errno Reply(int length)
    {
        if (Libc.write(_descriptor, _reply, (nuint)length) >= 0)
            return Errno.None;
        var errno = Libc.LastError;
        return errno is Errno.ENOENT or Errno.ENODEV or Errno.ECONNABORTED ? Errno.None : errno;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        NativeMemory.AlignedFree(_request);
        NativeMemory.AlignedFree(_reply);
        _device.DangerousRelease();
    }
}
