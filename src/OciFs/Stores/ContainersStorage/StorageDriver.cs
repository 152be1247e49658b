using OciFs.Stores.Unpacked;

namespace OciFs.Stores.ContainersStorage;

/// <summary>How a part of a storage root keeps the files of its layers.</summary>
/// <param name="Name">The driver's name, which the names of its folders begin with.</param>
/// <param name="Content">What the folder of a layer holds.</param>
internal sealed record StorageDriver(string Name, UnpackedContent Content)
{
    /// <summary>The kernel's overlay, or fuse-overlayfs: a folder for what each layer brings.</summary>
    public static readonly StorageDriver Overlay = new("overlay", UnpackedContent.Overlay);

    /// <summary>Plain copies.</summary>
    public static readonly StorageDriver Vfs = new("vfs", UnpackedContent.WholeTree);

    /// <summary>The drivers that are read, those that Podman prefers first.</summary>
    public static readonly StorageDriver[] All = [Overlay, Vfs];

    /// <summary>Drivers of which the files are no plain folders: snapshots of a file system.</summary>
    public static readonly string[] Unread = ["btrfs", "zfs"];

    /// <summary>Where the files of a layer lie, below the driver's folder.</summary>
    public string FolderOf(string layer) => this == Overlay ? Path.Combine(layer, "diff") : Path.Combine("dir", layer);
}
