using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Mounts;

/// <summary>
/// A user without privileges, with the executable, the sample and a mountpoint where that user can reach them, and with
/// /dev/fuse open to all, as distributions have it. Root only.
/// </summary>
internal sealed class OrdinaryUser : IDisposable
{
    private const string Device = "/dev/fuse";
    private const string Id = "65534";
    private readonly TempFolder folder = new();
    private readonly UnixFileMode deviceMode = File.GetUnixFileMode(Device);

    public OrdinaryUser()
    {
        Command.Shell(
            """
            set -e
            chmod 755 "$1"
            mkdir "$1/mnt" "$1/layout"
            cp -a --reflink=auto "$2/." "$1/layout/"
            chmod -R a+rX "$1/layout"
            install -m 755 "$3" "$1/ocifs"
            chown "$4:$4" "$1/mnt"
            """,
            folder.Path,
            Layouts.Sample,
            Repository.Executable,
            Id).Ok();
        File.SetUnixFileMode(Device, (UnixFileMode)0b110_110_110);
    }

    public string MountPoint => folder["mnt"];

    public string Executable => folder["ocifs"];

    public string[] MountCommand => [Executable, "mount", $"oci:{folder["layout"]}", MountPoint];

    /// <summary>Runs a command as this user.</summary>
    public CommandResult Run(params string[] command) => Run([], command);

    /// <summary>Runs a command as this user, started by another one that is still root's.</summary>
    public CommandResult Run(string[] prefix, string[] command) => Command.Run(
        "/usr/bin/env",
        [
            $"OCIFS_CACHE={folder["mnt"]}/../cache-{Id}", .. prefix,
            "/usr/bin/setpriv", "--reuid", Id, "--regid", Id, "--clear-groups", .. command,
        ]);

    public void Dispose()
    {
        if (MountTable.Contains(MountPoint))
            Command.Run("umount", "--lazy", MountPoint);
        File.SetUnixFileMode(Device, deviceMode);
        folder.Dispose();
    }
}
