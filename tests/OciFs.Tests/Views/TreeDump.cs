using System.Buffers;
using System.Security.Cryptography;
using OciFs.Reference;
using OciFs.Reference.Trees;
using OciFs.Views;

namespace OciFs.Tests.Views;

/// <summary>Any folder of an <see cref="ImageTree"/> as the table that the reference makes of a real folder, so that the two can be compared.</summary>
internal sealed class TreeDump(PatientTree tree)
{
    private readonly List<(ByteString Path, NodeAttributes Attributes, NodeId Node)> _files = [];

    /// <summary>The table of a folder.</summary>
    public static TreeTable Of(PatientTree tree, NodeId folder)
    {
        var dump = new TreeDump(tree);
        dump.Walk(folder, ".", ByteString.Empty);
        dump._files.Sort((a, b) => a.Path.CompareTo(b.Path));
        var names = dump._files.Where(file => !UnixMode.IsDirectory(file.Attributes.Mode)).GroupBy(file => file.Attributes.Inode)
            .Where(group => group.Skip(1).Any()).ToDictionary(group => group.Key, group => group.First().Path);
        return new TreeTable([.. dump._files.Select(file => dump.Row(file.Path, file.Attributes, file.Node, names))]);
    }

    private void Walk(NodeId node, ByteString path, ByteString prefix)
    {
        var attributes = tree.GetAttributes(node);
        _files.Add((path, attributes, node));
        if (!UnixMode.IsDirectory(attributes.Mode))
        {
            return;
        }

        var listing = tree.OpenDirectory(node, true);
        var names = new List<(byte[] Name, ulong Inode)>();
        long place = 0;
        while (listing.TryGet(place, out var item))
        {
            names.Add((item.Name.ToArray(), item.Inode));
            place = item.Next;
        }

        foreach (var (name, inode) in names)
        {
            var child = tree.Lookup(node, name);
            Assert.True(child.Exists, $"{new ByteString(name)} is listed in {path} and not found");
            Assert.Equal(inode, tree.GetAttributes(child.Node).Inode);
            Walk(child.Node, prefix + new ByteString(name), prefix + new ByteString(name) + "/");
        }
    }

    private TreeRow Row(ByteString path, NodeAttributes file, NodeId node, Dictionary<ulong, ByteString> names)
    {
        var type = "?pc?d?b?f?l?s???"[(int)(file.Mode >> 12)];
        return new TreeRow(
            path.ToString(),
            type.ToString(),
            Convert.ToString(file.Mode & UnixMode.PermissionMask, 8).PadLeft(4, '0'),
            file.Uid.ToString(),
            file.Gid.ToString(),
            type is 'f' or 'l' ? file.Size.ToString() : "-",
            type == 'd' ? "-" : file.Links.ToString(),
            new TarTime(file.Modified.Seconds, file.Modified.Nanoseconds).ToString(),
            type is 'c' or 'b' ? $"{file.DeviceMajor}:{file.DeviceMinor}" : "-",
            type == 'l' ? new ByteString(tree.ReadLink(node)).ToString() : "-",
            type == 'f' ? Hash(node) : "-",
            type != 'd' && names.TryGetValue(file.Inode, out var first) ? first.ToString() : "-",
            Xattrs(node));
    }

    private string Hash(NodeId node)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(100_003);
        long offset = 0;
        for (int read; (read = tree.Read(node, offset, buffer)) > 0; offset += read)
        {
            hash.AppendData(buffer, 0, read);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private string Xattrs(NodeId node)
    {
        var list = new byte[tree.ListXattrs(node, [])];
        Assert.Equal(list.Length, tree.ListXattrs(node, list));
        var names = new List<ByteString>();
        foreach (var range in list.AsSpan().Split((byte)0))
        {
            if (!list.AsSpan(range).IsEmpty)
            {
                names.Add(new ByteString(list.AsSpan(range)));
            }
        }

        names.Sort();
        return names.Count == 0 ? "-" : string.Join(',', names.Select(name => $"{name.Escape(",="u8)}={Value(node, name)}"));
    }

    private string Value(NodeId node, ByteString name)
    {
        Assert.True(tree.TryGetXattr(node, name.Span, out var value));
        return Convert.ToHexStringLower(value);
    }
}
