using OciFs.Conformance.Tests.Mounts;
using OciFs.Reference.Cases;

namespace OciFs.Conformance.Tests.Stores.Containerd;

/// <summary>The edge cases in a containerd and as a layout, both mounted once.</summary>
public sealed class ContainerdCorpus : IDisposable
{
    private readonly MountPoint layout;
    private readonly MountPoint store;

    public ContainerdCorpus()
    {
        Host.Import(Corpora.Given.Layout, "default");
        Host.Import(Corpora.Given.Layout, "k8s.io");
        Host.Ctr("-n", "k8s.io", "images", "rm", NameOf("scratch"));
        Host.Ctr("namespaces", "create", "empty");
        layout = MountPoint.Of($"oci:{Corpora.Given.Layout}");
        store = MountPoint.Of($"containerd:{Host.Root}");
    }

    internal ContainerdHost Host { get; } = new();

    /// <summary>A path in the mount of containerd's root.</summary>
    public string this[string path] => store[path];

    /// <summary>The name that containerd has for a case.</summary>
    public static string NameOf(string name) => $"docker.io/corpus/case:{name}";

    /// <summary>The folder of a case as a layout.</summary>
    public string InLayout(string name) => layout[$"images/{name}"];

    /// <summary>The folder of a case in containerd.</summary>
    public string InStore(string name) => store[$"images/docker.io~corpus~case:{name}"];

    public void Dispose()
    {
        store.Dispose();
        layout.Dispose();
        Host.Dispose();
    }
}
