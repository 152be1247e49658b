using System.Diagnostics;
using OciFs.Conformance.Tests.Mounts;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Stores.Containerd;

/// <summary>A containerd of its own: root, state and socket are in a temporary folder. Needs to be root.</summary>
internal sealed class ContainerdHost : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TempFolder folder = new();
    private readonly Process process;

    public ContainerdHost()
    {
        File.WriteAllText(folder["config.toml"], $"""
            version = 2
            root = "{Root}"
            state = "{folder["state"]}"
            disabled_plugins = ["io.containerd.grpc.v1.cri"]
            [grpc]
            address = "{folder["socket"]}"
            [plugins."io.containerd.internal.v1.opt"]
            path = "{folder["opt"]}"
            """);
        process = RealTools.Start(new Dictionary<string, string>(StringComparer.Ordinal), "containerd", "--config", folder["config.toml"]);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Assert.True(
            SpinWait.SpinUntil(() => process.HasExited || File.Exists(folder["socket"]), Patience) && !process.HasExited, "containerd does not start");
        Assert.True(SpinWait.SpinUntil(() => Run("version").ExitCode == 0, Patience), "containerd does not answer");
    }

    /// <summary>containerd's root folder.</summary>
    public string Root => folder["root"];

    /// <summary>Its records.</summary>
    public string MetaFile => Path.Combine(Root, "io.containerd.metadata.v1.bolt", "meta.db");

    /// <summary>Runs <c>ctr</c>, which must succeed.</summary>
    public CommandResult Ctr(params string[] arguments)
    {
        var result = Run(arguments);
        result.Ok();
        return result;
    }

    /// <summary>Runs <c>ctr</c>.</summary>
    public CommandResult Run(params string[] arguments) => RealTools.Run(new Dictionary<string, string>(StringComparer.Ordinal), "ctr", ["--address", folder["socket"], .. arguments]);

    /// <summary>Imports the images of an OCI layout as <c>docker.io/corpus/case:NAME</c>, without unpacking them.</summary>
    public void Import(string layout, string owner)
    {
        Command.Run("tar", "-C", layout, "-cf", folder["layout.tar"], ".").Ok();
        Ctr("-n", owner, "images", "import", "--no-unpack", "--base-name", "docker.io/corpus/case", folder["layout.tar"]);
    }

    /// <summary>The tree that containerd mounts of an image of the namespace <c>default</c>, which unpacks it; null where it refuses.</summary>
    public TreeTable? Mounted(string image)
    {
        var target = folder["mounted"];
        Directory.CreateDirectory(target);
        if (Run("images", "mount", image, target).ExitCode != 0)
        {
            return null;
        }

        try
        {
            return TreeTable.Of(target);
        }
        finally
        {
            Ctr("images", "unmount", "--rm", target);
        }
    }

    public void Dispose()
    {
        if (MountTable.Contains(folder["mounted"]))
            Command.Run("umount", "--lazy", folder["mounted"]);
        Command.Run("kill", $"{process.Id}");
        if (!process.WaitForExit(Patience))
            process.Kill(entireProcessTree: true);
        process.Dispose();
        folder.Dispose();
    }
}
