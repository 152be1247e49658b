using Microsoft.Win32.SafeHandles;

namespace OciFs.Fuse.Mount;

/// <summary>An open <c>/dev/fuse</c> that is mounted somewhere.</summary>
/// <param name="device">The device; owned.</param>
/// <param name="path">The mountpoint, absolute and without symbolic links.</param>
/// <param name="guard">What unmounts when this process dies; owned. Null for nothing.</param>
internal sealed class MountedDevice(SafeFileHandle device, string path, IDisposable? guard) : IDisposable
{
    private readonly uint? _connection = FindConnection(path);

    /// <summary>The device.</summary>
    public SafeFileHandle Device => device;

    /// <summary>The mountpoint.</summary>
    public string Path => path;

    /// <summary>Ends the connection by the control filesystem: whoever reads the device or uses the mount gets an error.</summary>
    /// <returns>False when there is no such control.</returns>
    public bool TryAbort()
    {
        if (_connection is null)
            return false;
        try
        {
            File.WriteAllText($"/sys/fs/fuse/connections/{_connection}/abort", "1");
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        device.Dispose();
        guard?.Dispose();
    }

    /// <summary>Found when it is mounted: once detached, the mount is in no table any more.</summary>
    private static uint? FindConnection(string path)
    {
        try
        {
            return MountTable.Topmost(MountTable.Read(), path)?.Minor;
        }
        catch (FuseMountException)
        {
            // It is mounted and can be served; what cannot be had is its control.
            return null;
        }
    }
}
