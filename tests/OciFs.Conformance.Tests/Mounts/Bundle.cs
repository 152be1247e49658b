using System.Text.Json.Nodes;
using OciFs.Conformance.Tests.Images;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Mounts;

/// <summary>A runtime bundle (runtime-spec, bundle.md) over a root filesystem that is elsewhere, with one line of shell to run.</summary>
internal sealed class Bundle : IDisposable
{
    private readonly TempFolder folder = new();

    public Bundle(string rootfs, bool readOnly, string script)
    {
        Command.Run("runc", "spec", "--bundle", folder.Path).Ok();
        var config = Documents.Read(folder["config.json"]);
        config["root"] = new JsonObject { ["path"] = rootfs, ["readonly"] = readOnly };
        config["process"]!["terminal"] = false;
        config["process"]!["args"] = new JsonArray("/bin/sh", "-c", script);
        File.WriteAllText(folder["config.json"], config.ToJsonString());
    }

    /// <summary>Runs it to its end.</summary>
    /// <remarks>crun 1.8 refuses hybrid cgroups: the second hierarchy is taken away in a mount namespace of its own.</remarks>
    public CommandResult Run(string runtime) => Command.Run(
        "unshare",
        "--mount",
        "bash",
        "-c",
        """
        if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified; fi
        exec "$1" run --bundle "$2" "ocifs-${2##*/}"
        """,
        "bash",
        runtime,
        folder.Path);

    public void Dispose() => folder.Dispose();
}
