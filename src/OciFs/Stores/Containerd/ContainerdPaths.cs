using System.Globalization;

namespace OciFs.Stores.Containerd;

/// <summary>What lies where in containerd's root.</summary>
/// <param name="Root">The root, absolute.</param>
internal sealed record ContainerdPaths(string Root)
{
    /// <summary>The root that containerd has without configuration.</summary>
    public const string DefaultRoot = "/var/lib/containerd";

    private const string Content = "io.containerd.content.v1.content";

    /// <summary>Its own records: namespaces, names, labels, which snapshots there are.</summary>
    public string MetaFile => Path.Combine(Root, "io.containerd.metadata.v1.bolt", "meta.db");

    /// <summary>The folder of finished blobs; <c>ingest</c> beside it has those that are still written.</summary>
    public string Blobs => Path.Combine(Root, Content, "blobs");

    /// <summary>The overlayfs snapshotter's own records.</summary>
    public string SnapshotFile => Path.Combine(Root, "io.containerd.snapshotter.v1.overlayfs", "metadata.db");

    /// <summary>Whether a folder looks like containerd's root.</summary>
    public static bool IsRoot(string folder) => Directory.Exists(Path.Combine(folder, Content));

    /// <summary>The folder of the files of an unpacked layer.</summary>
    /// <param name="id">The snapshotter's number for it.</param>
    public StorePlace SnapshotFolder(ulong id) =>
        new(Path.Combine(Root, "io.containerd.snapshotter.v1.overlayfs", "snapshots"), Path.Combine(id.ToString(CultureInfo.InvariantCulture), "fs"));
}
