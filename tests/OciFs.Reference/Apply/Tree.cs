using OciFs.Reference.Posix;

namespace OciFs.Reference.Apply;

/// <summary>A tree in a folder of its own, addressed by <see cref="TreePath"/>s; no link in it is ever followed.</summary>
internal sealed class Tree(PosixFolder root) : IDisposable
{
    /// <summary>What is at a path; null if nothing is, also if something above it is no directory.</summary>
    public FileStatus? TryStat(ByteString path)
    {
        if (path.IsEmpty)
            return root.Stat(".");
        using var parent = TryFolder(TreePath.Parent(path));
        return parent?.TryStat(TreePath.Name(path));
    }

    /// <summary>The folder at a path, which must be one; the caller closes it.</summary>
    public PosixFolder Folder(ByteString path) =>
        TryFolder(path) ?? throw new PosixException("open", path, LibC.ENOTDIR);

    /// <summary>Does something to a name in the folder it is in.</summary>
    public void At(ByteString path, Action<PosixFolder, ByteString> action)
    {
        using var folder = Folder(TreePath.Parent(path));
        action(folder, TreePath.Name(path));
    }

    public ByteString ReadLink(ByteString path)
    {
        var target = ByteString.Empty;
        At(path, (folder, name) => target = folder.ReadLink(name));
        return target;
    }

    public void Dispose() => root.Dispose();

    private PosixFolder? TryFolder(ByteString path)
    {
        var folder = root.OpenFolder(".");
        foreach (var component in TreePath.Components(path))
        {
            using var above = folder;
            if (above.TryStat(component) is not { IsDirectory: true })
                return null;
            folder = above.OpenFolder(component);
        }

        return folder;
    }
}
