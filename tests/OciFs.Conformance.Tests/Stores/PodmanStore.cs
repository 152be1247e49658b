using OciFs.Conformance.Tests.Programs;
using OciFs.Reference;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>A storage root of Podman's.</summary>
internal sealed class PodmanStore : IRealStore
{
    private readonly TempFolder folder = new();
    private readonly string driver;
    private readonly Dictionary<string, string> environment;

    public PodmanStore(string driver)
    {
        this.driver = driver;
        environment = new(StringComparer.Ordinal) { ["CONTAINERS_CONF"] = folder["containers.conf"], ["HOME"] = folder.Path };
        File.WriteAllText(folder["containers.conf"], $"[engine]\ntmp_dir = \"{folder["tmp"]}\"\n");
        File.WriteAllText(folder["policy.json"], """{"default":[{"type":"insecureAcceptAnything"}]}""");
        Podman("images").Ok();
    }

    public string Root => folder["root"];

    public string Source => $"containers-storage:{Root}";

    /// <summary>The store as skopeo writes it before a name.</summary>
    public string Specifier => $"containers-storage:[{driver}@{Root}+{folder["run"]}]";

    public string NameOf(string image) => $"localhost/{image}:1";

    public bool Load(string layout, string image) => Skopeo("copy", "-q", $"oci:{layout}:{image}", Specifier + NameOf(image)).ExitCode == 0;

    public void Tag(string image, string name) => Podman("tag", NameOf(image), name).Ok();

    public void Remove(string name) => Podman("rmi", name).Ok();

    public string Show(string image) => Podman("image", "mount", NameOf(image)).Ok().Trim();

    public void Hide(string image) => Podman("image", "unmount", "-f", NameOf(image)).Ok();

    public CommandResult Podman(params string[] arguments) => RealTools.Run(
        environment, "podman",
        ["--root", Root, "--runroot", folder["run"], "--storage-driver", driver, "--cgroup-manager", "cgroupfs", "--events-backend", "none", .. arguments]);

    public CommandResult Buildah(params string[] arguments) => RealTools.Run(
        environment, "buildah", ["--root", Root, "--runroot", folder["run"], "--storage-driver", driver, .. arguments]);

    public CommandResult Skopeo(params string[] arguments) => RealTools.Run(environment, "skopeo", ["--policy", folder["policy.json"], .. arguments]);

    public void Dispose()
    {
        // The overlay driver keeps its root mounted on itself.
        Command.Run("umount", "--lazy", Path.Combine(Root, driver));
        folder.Dispose();
    }
}
