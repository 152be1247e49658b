using System.Diagnostics;
using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>A dockerd with a data root of its own, which knows no network.</summary>
internal sealed class DockerEngine : IRealStore
{
    private static readonly Dictionary<string, string> Environment = [];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TempFolder folder = new();
    private readonly Process daemon;
    private readonly Task<string> log;

    public DockerEngine(string driver)
    {
        File.WriteAllText(folder["daemon.json"], "{}");
        daemon = RealTools.Start(
            Environment, "dockerd", "--config-file", folder["daemon.json"], "--data-root", Root, "--exec-root", folder["exec"],
            "--pidfile", folder["pid"], "--host", Host, "--storage-driver", driver, "--bridge=none", "--iptables=false", "--ip6tables=false",
            "--ip-forward=false", "--ip-masq=false", "--userland-proxy=false");
        log = daemon.StandardError.ReadToEndAsync();
        Assert.True(SpinWait.SpinUntil(() => daemon.HasExited || File.Exists(folder["sock"]), Patience) && !daemon.HasExited, "dockerd does not start");
    }

    public string Root => folder["root"];

    public string Source => $"docker-store:{Root}";

    private string Host => $"unix://{folder["sock"]}";

    public string NameOf(string image) => $"{image}:1";

    public bool Load(string layout, string image) => RealTools.Run(
        Environment, "skopeo", "--insecure-policy", "copy", "-q", "--dest-daemon-host", Host, $"oci:{layout}:{image}",
        $"docker-daemon:{NameOf(image)}").ExitCode == 0;

    public void Tag(string image, string name) => Docker("tag", NameOf(image), name).Ok();

    public void Remove(string name) => Docker("rmi", name).Ok();

    // What a container would get, without starting one.
    public string Show(string image)
    {
        var container = Docker("create", "--name", $"c-{image}", NameOf(image), "true").Ok().Trim();
        Directory.CreateDirectory(folder[$"export-{image}"]);
        Docker("export", "-o", folder[$"export-{image}.tar"], container).Ok();
        Command.Run("tar", "-xpf", folder[$"export-{image}.tar"], "-C", folder[$"export-{image}"], "--numeric-owner").Ok();
        return folder[$"export-{image}"];
    }

    public void Hide(string image) => Docker("rm", "-f", $"c-{image}").Ok();

    public CommandResult Docker(params string[] arguments) => RealTools.Run(Environment, "docker", ["--host", Host, .. arguments]);

    public void Dispose()
    {
        Command.Run("kill", daemon.Id.ToString()).Ok();
        if (!daemon.WaitForExit(Patience))
            daemon.Kill(entireProcessTree: true);
        daemon.WaitForExit();
        _ = log;
        daemon.Dispose();
        folder.Dispose();
    }
}
