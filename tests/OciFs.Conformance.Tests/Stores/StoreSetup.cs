using OciFs.Conformance.Tests.Mounts;
using OciFs.Reference.Cases;
using OciFs.Reference.Trees;

namespace OciFs.Conformance.Tests.Stores;

/// <summary>The corpus' images in a store of a real tool, mounted, beside the layouts that they came from.</summary>
public sealed class StoreSetup : IDisposable
{
    private readonly IRealStore store;
    private readonly MountPoint mount;
    private readonly HashSet<string> refused;

    private StoreSetup(IRealStore store, IEnumerable<string> images)
    {
        this.store = store;
        refused = [.. images.Where(image => !store.Load(Corpora.Having(image).Layout, image))];
        mount = MountPoint.Of(store.Source);
    }

    internal IRealStore Store => store;

    internal MountPoint Mount => mount;

    /// <summary>Opens a set-up with images of the corpora.</summary>
    public static StoreSetup Open(string name, IEnumerable<string> images) => new(Make(name), images);

    /// <summary>The folder of an image; null where the tool refused it.</summary>
    public string? FolderOf(string image) => refused.Contains(image) ? null : mount[$"images/{store.NameOf(image).Replace('/', '~')}"];

    /// <summary>The tree of an image as the tool itself shows it.</summary>
    public TreeTable ToolsTree(string image)
    {
        try
        {
            return TreeTable.Of(store.Show(image));
        }
        finally
        {
            store.Hide(image);
        }
    }

    public void Dispose()
    {
        mount.Dispose();
        store.Dispose();
    }

    internal static IRealStore Make(string name) => name switch
    {
        "podman-overlay" => new PodmanStore("overlay"),
        "podman-vfs" => new PodmanStore("vfs"),
        "docker-overlay2" => new DockerEngine("overlay2"),
        "docker-vfs" => new DockerEngine("vfs"),
        _ => throw new ArgumentException(name, nameof(name)),
    };
}
