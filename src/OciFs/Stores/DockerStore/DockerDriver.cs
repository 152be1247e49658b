using OciFs.Stores.Unpacked;

namespace OciFs.Stores.DockerStore;

/// <summary>How Docker Engine keeps the files of its layers.</summary>
/// <param name="Name">The driver's name, which its folders have.</param>
/// <param name="Content">What the folder of a layer holds.</param>
internal sealed record DockerDriver(string Name, UnpackedContent Content)
{
    /// <summary>The drivers that are read, those that Docker prefers first.</summary>
    public static readonly DockerDriver[] All =
    [
        new("overlay2", UnpackedContent.Overlay),
        new("fuse-overlayfs", UnpackedContent.Overlay),
        new("vfs", UnpackedContent.WholeTree),
    ];

    /// <summary>Drivers of which the files are no plain folders, or that releases of today no longer have.</summary>
    public static readonly string[] Unread = ["btrfs", "zfs", "devicemapper", "aufs", "overlay"];

    /// <summary>Where the files of a layer lie, below the driver's folder.</summary>
    public string FolderOf(string cacheId) =>
        Content is UnpackedContent.Overlay ? Path.Combine(cacheId, "diff") : Path.Combine("dir", cacheId);
}
