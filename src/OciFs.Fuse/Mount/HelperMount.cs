using Microsoft.Win32.SafeHandles;
using OciFs.Fuse.Interop;

namespace OciFs.Fuse.Mount;

/// <summary>Mounting by fusermount3, the set-user-id helper of libfuse's, which opens the device and sends it over a socket.</summary>
internal static class HelperMount
{
    private static readonly string[] Names = ["fusermount3", "fusermount"];

    /// <summary>Mounts.</summary>
    /// <param name="mountpoint">A resolved path.</param>
    /// <param name="options">How.</param>
    /// <returns>The mounted device.</returns>
    /// <exception cref="FuseMountException">There is no helper, or it refused.</exception>
    public static MountedDevice Mount(string mountpoint, MountOptions options)
    {
        var otherwise = options.AutoUnmount && Privileges.MayMount() ? "or do without auto_unmount" : "or run as root";
        var helper = Find() ?? throw Missing(otherwise);
        try
        {
            return Mount(helper, mountpoint, options);
        }
        catch (IOException exception)
        {
            throw new FuseMountException(FuseMountError.HelperFailed, exception.Message);
        }
    }

    /// <summary>Unmounts.</summary>
    /// <param name="mountpoint">A resolved path at which something is mounted.</param>
    /// <param name="lazy">Whether also when it is in use.</param>
    /// <returns>The outcome.</returns>
    /// <exception cref="FuseMountException">There is no helper, or it refused.</exception>
    public static UnmountResult Unmount(string mountpoint, bool lazy)
    {
        var helper = Find() ?? throw Missing("or run as root");
        string[] arguments = lazy ? ["-u", "-z", "--", mountpoint] : ["-u", "--", mountpoint];
        string errors;
        try
        {
            if (HelperProcess.Start(helper, arguments, -1, null).Finish(out errors) == 0)
                return UnmountResult.Done;
        }
        catch (IOException exception)
        {
            throw new FuseMountException(FuseMountError.HelperFailed, exception.Message);
        }
        if (errors.Contains("busy", StringComparison.Ordinal))
            return UnmountResult.Busy;
        throw Failed(helper, errors);
    }

    private static MountedDevice Mount(string helper, string mountpoint, MountOptions options)
    {
        var socket = new DescriptorSocket();
        SafeFileHandle? device = null;
        try
        {
            string[] arguments = ["-o", MountData.ForHelper(options), "--", mountpoint];
            var process = HelperProcess.Start(helper, arguments, socket.Theirs, $"_FUSE_COMMFD={HelperProcess.GivenDescriptor}");
            socket.CloseTheirs();
            device = socket.Receive();
            // With auto_unmount the helper stays, and unmounts when our end of the socket closes.
            if (device is not null && options.AutoUnmount)
                return new MountedDevice(device, mountpoint, socket.TakeOurs(), process);
            var status = process.Finish(out var errors);
            if (device is null || status > 0)
                throw Failed(helper, errors);
            socket.Dispose();
            return new MountedDevice(device, mountpoint, null, helper: null);
        }
        catch
        {
            device?.Dispose();
            socket.Dispose();
            throw;
        }
    }

    private static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    private static FuseMountException Missing(string otherwise) =>
        new(FuseMountError.HelperMissing, $"fusermount3 was not found (install fuse3, {otherwise})");

    private static FuseMountException Failed(string helper, string errors)
    {
        var line = errors.Split('\n')[0];
        var prefix = Path.GetFileName(helper) + ": ";
        var reason = line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..] : line;
        return new(FuseMountError.HelperFailed, prefix + (reason.Length == 0 ? "failed without a word" : reason));
    }
}
