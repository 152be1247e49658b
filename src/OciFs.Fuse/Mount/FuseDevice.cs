using Microsoft.Win32.SafeHandles;
using OciFs.Fuse.Interop;

namespace OciFs.Fuse.Mount;

/// <summary>The device file <c>/dev/fuse</c>.</summary>
internal static class FuseDevice
{
    private const string Path = "/dev/fuse";

    /// <summary>Opens it.</summary>
    /// <returns>The open device, not yet mounted.</returns>
    /// <exception cref="FuseMountException">It is missing or cannot be opened.</exception>
    public static SafeFileHandle Open()
    {
        var descriptor = Libc.open(Path, LibcConstants.O_RDWR | LibcConstants.O_CLOEXEC);
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);
        throw new FuseMountException(FuseMountError.DeviceUnavailable, Explain(Libc.LastError));
    }

    /// <summary>Says why the device cannot be opened, and what to do.</summary>
    /// <param name="errno">The error of open(2).</param>
    /// <returns>The message.</returns>
    internal static string Explain(Errno errno) => errno switch
    {
        Errno.ENOENT => $"{Path} does not exist (modprobe fuse; in a container: --device {Path} --cap-add SYS_ADMIN)",
        Errno.ENODEV or Errno.ENXIO => $"{Path} has no driver (modprobe fuse)",
        Errno.EPERM => $"{Path} may not be opened here (in a container: --device {Path} --cap-add SYS_ADMIN)",
        Errno.EACCES => $"{Path} may not be opened by this user (chmod 0666 {Path}, or run as root)",
        _ => $"{Path} cannot be opened: {Libc.Describe(errno)}",
    };
}
