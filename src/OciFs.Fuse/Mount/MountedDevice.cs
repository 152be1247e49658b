using Microsoft.Win32.SafeHandles;
using OciFs.Fuse.Interop;

namespace OciFs.Fuse.Mount;

/// <summary>An open <c>/dev/fuse</c> that is mounted somewhere: by this process, or by another one that has sent it.</summary>
public sealed class MountedDevice : IDisposable
{
    private readonly SafeFileHandle? _guard;
    private readonly HelperProcess? _helper;

    /// <summary>What another process has mounted.</summary>
    /// <param name="device">The device; owned.</param>
    /// <param name="path">The mountpoint, absolute and without symbolic links.</param>
    /// <param name="guard">The helper unmounts when no process holds this any more (<see cref="MountOptions.AutoUnmount"/>); owned. Null for nothing.</param>
    /// <param name="control">Ends the mount.</param>
    public MountedDevice(SafeFileHandle device, string path, SafeFileHandle? guard, IMountControl control)
    {
        Device = device;
        Path = path;
        _guard = guard;
        Control = control;
    }

    /// <summary>What this process has mounted.</summary>
    /// <param name="device">The device; owned.</param>
    /// <param name="path">The mountpoint, absolute and without symbolic links.</param>
    /// <param name="guard">As above.</param>
    /// <param name="helper">The helper that stays until the guard is closed; null for none.</param>
    internal MountedDevice(SafeFileHandle device, string path, SafeFileHandle? guard, HelperProcess? helper)
        : this(device, path, guard, MountControl.Of(path)) => _helper = helper;

    /// <summary>The mountpoint.</summary>
    public string Path { get; }

    /// <summary>Ends the mount.</summary>
    public IMountControl Control { get; }

    /// <summary>Whether a helper unmounts when the last process that holds this has died.</summary>
    public bool IsGuarded => _guard is not null;

    /// <summary>The device.</summary>
    internal SafeFileHandle Device { get; }

    /// <summary>Mounts.</summary>
    /// <param name="path">The mountpoint.</param>
    /// <param name="options">How.</param>
    /// <returns>The mounted device, owned by the caller.</returns>
    /// <exception cref="FuseMountException">It could not be mounted.</exception>
    public static MountedDevice Open(string path, MountOptions options)
    {
        var mountpoint = Mountpoint.Prepare(path, options);
        if (options.AutoUnmount || !Privileges.MayMount())
            return HelperMount.Mount(mountpoint, options);
        return DirectMount.TryMount(mountpoint, options) ?? HelperMount.Mount(mountpoint, options);
    }

    /// <summary>Hands the descriptors to another process, which serves from then on; this process's own are closed.</summary>
    /// <param name="send">Sends device and guard.</param>
    public void HandOver(Action<SafeFileHandle, SafeFileHandle?> send)
    {
        send(Device, _guard);
        Device.Dispose();
        _guard?.Dispose();
    }

    /// <summary>Closes the device, and waits for the helper to end where one stayed.</summary>
    public void Dispose()
    {
        Device.Dispose();
        _guard?.Dispose();
        _helper?.Finish(out _);
    }
}
