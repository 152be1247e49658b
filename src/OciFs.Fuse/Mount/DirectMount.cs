using OciFs.Fuse.Interop;

namespace OciFs.Fuse.Mount;

/// <summary>Mounting by mount(2) and umount2(2).</summary>
internal static class DirectMount
{
    /// <summary>Mounts.</summary>
    /// <param name="mountpoint">A resolved path.</param>
    /// <param name="options">How.</param>
    /// <returns>The mounted device; null when this process may not mount and the helper is to be asked.</returns>
    /// <exception cref="FuseMountException">The kernel refused for another reason.</exception>
    public static MountedDevice? TryMount(string mountpoint, MountOptions options)
    {
        var device = FuseDevice.Open();
        var data = MountData.ForKernel(options, (int)device.DangerousGetHandle(), Libc.geteuid(), Libc.getegid());
        if (Libc.mount(options.FsName, mountpoint, FuseMount.TypeName, MountData.Flags(options), data) == 0)
            return new MountedDevice(device, mountpoint, null, helper: null);
        var errno = Libc.LastError;
        device.Dispose();
        return errno switch
        {
            Errno.EPERM => null,
            Errno.ENODEV => throw new FuseMountException(FuseMountError.DeviceUnavailable, "the kernel has no FUSE (modprobe fuse)"),
            _ => throw new FuseMountException(FuseMountError.Refused, $"mounting failed: {Libc.Describe(errno)}"),
        };
    }

    /// <summary>Unmounts.</summary>
    /// <param name="mountpoint">A resolved path at which something is mounted.</param>
    /// <param name="lazy">Whether also when it is in use.</param>
    /// <returns>The outcome; null when this process may not and the helper is to be asked.</returns>
    /// <exception cref="FuseMountException">The kernel refused for another reason.</exception>
    public static UnmountResult? TryUnmount(string mountpoint, bool lazy)
    {
        if (Libc.umount2(mountpoint, LibcConstants.UMOUNT_NOFOLLOW | (lazy ? LibcConstants.MNT_DETACH : 0)) == 0)
            return UnmountResult.Done;
        var errno = Libc.LastError;
        return errno switch
        {
            Errno.EPERM => null,
            Errno.EBUSY => UnmountResult.Busy,
            // Somebody was quicker, or it is another namespace's and locked here.
            Errno.EINVAL => UnmountResult.NotMounted,
            _ => throw new FuseMountException(FuseMountError.Refused, $"unmounting failed: {Libc.Describe(errno)}"),
        };
    }
}
