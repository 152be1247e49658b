using System.Security.Cryptography;
using OciFs.Reference.Posix;

namespace OciFs.Reference.Trees;

/// <summary>Reads everything below a folder, through descriptors, so that no path is too long.</summary>
internal sealed class TreeWalk(AttributeTable? held)
{
    private readonly List<TreeFile> files = [];

    /// <summary>All files by path, bytewise; what <paramref name="held"/> knows better than the file system stands in its place.</summary>
    public static IReadOnlyList<TreeFile> Read(PosixFolder root, AttributeTable? held)
    {
        var walk = new TreeWalk(held);
        walk.files.Add(walk.One(root, ".", "."));
        walk.Folder(root, default);
        return [.. walk.files.OrderBy(file => file.Path)];
    }

    private void Folder(PosixFolder folder, ByteString path)
    {
        foreach (var name in folder.List())
        {
            var child = path.IsEmpty ? name : path + "/" + name;
            var file = One(folder, name, child);
            files.Add(file);
            if (file.Status is not { IsDirectory: true })
                continue;
            using var inner = folder.OpenFolder(name);
            Folder(inner, child);
        }
    }

    private TreeFile One(PosixFolder folder, ByteString name, ByteString path)
    {
        if (folder.TryStat(name) is not { } status)
            return new TreeFile(path, null, default, "-", "-");
        var target = status.IsSymlink ? folder.ReadLink(name) : default;
        var sha256 = status.IsFile ? Sha256(folder, name) : "-";
        if (held?.TryGet(status.Inode) is not { } attributes)
            return new TreeFile(path, status, target, sha256, XattrText(folder, name));
        status = status with
        {
            Mode = (status.Mode & ~0xfffu) | (status.IsSymlink ? 0x1ff : attributes.Mode),
            Uid = attributes.Uid,
            Gid = attributes.Gid,
            Modified = attributes.Modified,
        };
        return new TreeFile(path, status, target, sha256, XattrText(attributes.Xattrs.Select(pair => (pair.Key, Hex(pair.Value)))));
    }

    private static string Sha256(PosixFolder folder, ByteString name)
    {
        try
        {
            using var stream = new FileStream(folder.OpenFile(name), FileAccess.Read, bufferSize: 1 << 20);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (IOException error)
        {
            return $"ERR:{Errno(error)}";
        }
    }

    private static string XattrText(PosixFolder folder, ByteString name)
    {
        try
        {
            return XattrText(folder.XattrNames(name).Select(xattr => (xattr, Value(folder, name, xattr))));
        }
        catch (PosixException)
        {
            return "ERR";
        }
    }

    private static string Value(PosixFolder folder, ByteString name, ByteString xattr)
    {
        try
        {
            return Hex(folder.XattrValue(name, xattr));
        }
        catch (PosixException error)
        {
            return $"ERR:{error.Errno}";
        }
    }

    private static string XattrText(IEnumerable<(ByteString Name, string Value)> xattrs)
    {
        var pairs = xattrs.OrderBy(xattr => xattr.Name).Select(xattr => $"{xattr.Name.Escape(",="u8)}={xattr.Value}").ToArray();
        return pairs.Length == 0 ? "-" : string.Join(',', pairs);
    }

    private static string Hex(ByteString value) => Convert.ToHexStringLower(value.Span);

    /// <summary>.NET keeps the errno of a read in the lower half of its result code.</summary>
    private static int Errno(IOException error) => error is PosixException posix ? posix.Errno : error.HResult & 0xffff;
}
