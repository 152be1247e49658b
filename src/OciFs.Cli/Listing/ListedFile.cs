using OciFs.Images;
using OciFs.Views;

namespace OciFs.Cli.Listing;

/// <summary>A file in a listing.</summary>
/// <param name="Name">What is printed of it: its name in the directory, or the path that was asked for.</param>
/// <param name="Node">The file.</param>
internal readonly record struct ListedFile(byte[] Name, FileNode Node)
{
    /// <summary>Whether it is in a listing that leaves out hidden files.</summary>
    public bool IsHidden => Name is [(byte)'.', ..];

    /// <summary>What stat tells of it.</summary>
    /// <exception cref="OciFsException">It cannot be had.</exception>
    public NodeAttributes Attributes => Node.Attributes;
}
