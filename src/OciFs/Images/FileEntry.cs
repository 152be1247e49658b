namespace OciFs.Images;

/// <summary>A name of a directory.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">What the file is.</param>
/// <param name="Inode">Its inode number: hard links share one.</param>
public readonly record struct FileEntry(FileName Name, FileKind Kind, ulong Inode)
{
    /// <summary>As <see cref="FileName.ToString"/> of <see cref="Name"/>.</summary>
    public override string ToString() => Name.ToString();
}
