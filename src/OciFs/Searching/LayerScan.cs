using System.Security.Cryptography;
using OciFs.Layers;
using OciFs.Views;

namespace OciFs.Searching;

/// <summary>
/// Scans a layer for names of which the layer alone may tell that they do not meet conditions; whatever it leaves is to be looked up in each image. Name, path
/// and kind of a visible file are those of the layer whose name it is, size and content too; owner, mode, times, attributes and links are not, for
/// directories and hard links take them of other layers. Any thread.
/// </summary>
/// <param name="conditions">The conditions.</param>
/// <param name="arePathsWhole">Whether paths are given from the root, as <c>/etc/passwd</c>: else their tests tell nothing of a layer's.</param>
/// <param name="budget">Bytes of paths that all scans may keep.</param>
internal sealed class LayerScan(FileConditions conditions, bool arePathsWhole, long budget)
{
    private const int PathCost = 64;
    private const int BufferBytes = 128 << 10;

    private readonly byte[]? _hash = conditions.Sha256 is { } digest ? Convert.FromHexString(digest.Hex) : null;
    private long _left = budget;

    /// <summary>Whether a layer alone can tell anything.</summary>
    public bool IsOfUse => _hash is not null || conditions.IsEmpty || !conditions.Names.IsEmpty || !conditions.Kinds.IsEmpty || !conditions.Sizes.IsEmpty
        || (arePathsWhole && !conditions.Paths.IsEmpty);

    /// <summary>What may be found of a layer.</summary>
    public LayerCandidates Of(LayerContent layer)
    {
        var index = layer.Index;
        var names = new List<uint>();
        for (uint name = 0; name < index.NameCount; name++)
        {
            if (MayHold(index, name))
            {
                names.Add(name);
            }
        }

        var (hashed, unread) = _hash is null ? ([], null) : Hash(layer, names);
        List<byte[]> paths = [];
        foreach (var name in names)
        {
            var inode = index.Name(name).Inode;
            if (_hash is not null && !index.Inode(inode).IsLowerLink && Array.BinarySearch(hashed, inode) < 0 && unread?.Contains(inode) is not true)
            {
                continue;
            }

            var path = index.PathOf(name);
            if (arePathsWhole && !HoldOfPath(path))
            {
                continue;
            }

            if (Interlocked.Add(ref _left, -path.Length - PathCost) < 0)
            {
                return LayerCandidates.TooMany;
            }

            paths.Add(path);
        }

        return new LayerCandidates([.. paths], hashed);
    }

    // What a hard link to a lower layer is, that layer tells.
    private bool MayHold(LayerIndex index, uint name)
    {
        ref readonly var inode = ref index.Inode(index.Name(name).Inode);
        if (inode.IsMarker || !HoldOfName(index.NameBytes(name)))
        {
            return false;
        }

        if (inode.IsLowerLink)
        {
            return true;
        }

        var kind = UnixMode.KindOf(inode.Mode);
        var size = inode.IsDirectory ? InodeAttributes.DirectorySize : inode.Size;
        return (conditions.Kinds.IsEmpty || conditions.Kinds.Contains(kind))
            && (_hash is null || kind is FileKind.Regular)
            && (!conditions.IsEmpty || kind is FileKind.Directory || (kind is FileKind.Regular && size == 0))
            && (conditions.Sizes.IsEmpty || conditions.Sizes.All(test => test(size)));
    }

    private bool HoldOfName(ReadOnlySpan<byte> name)
    {
        foreach (var test in conditions.Names)
        {
            if (!test(name))
            {
                return false;
            }
        }

        return true;
    }

    private bool HoldOfPath(ReadOnlySpan<byte> path)
    {
        byte[] whole = [(byte)'/', .. path];
        foreach (var test in conditions.Paths)
        {
            if (!test(whole))
            {
                return false;
            }
        }

        return true;
    }

    // In the order of the tar, which is decoded once. What cannot be read fails where an image is asked for it.
    private (uint[] Hashed, HashSet<uint>? Unread) Hash(LayerContent layer, List<uint> names)
    {
        var index = layer.Index;
        var files = names.Select(name => index.Name(name).Inode).Where(inode => !index.Inode(inode).IsLowerLink).Distinct()
            .OrderBy(inode => index.Inode(inode).Data).ToArray();
        var buffer = new byte[BufferBytes];
        HashSet<uint> unread = [];
        var hashed = files.Where(inode => IsHash(layer, inode, buffer, unread)).ToArray();
        Array.Sort(hashed);
        return (hashed, unread);
    }

    private static int Read(LayerContent layer, in LayerInode file, long offset, byte[] buffer)
    {
        while (true)
        {
            try
            {
                return layer.ReadFile(file, offset, buffer);
            }
            catch (NotReadyException unread)
            {
                Patience.Wait(unread);
            }
        }
    }

    private bool IsHash(LayerContent layer, uint inode, byte[] buffer, HashSet<uint> unread)
    {
        ref readonly var file = ref layer.Index.Inode(inode);
        var stored = (file.Flags & LayerInodeFlags.Sparse) == 0 ? file.Size : layer.Index.Extras(file).Runs.Stored;
        try
        {
            return BoundConditions.MayBeHashed(file.Size, stored) ? IsHash(layer, file, buffer) : !unread.Add(inode);
        }
        catch (OciFsException)
        {
            return !unread.Add(inode);
        }
    }

    private bool IsHash(LayerContent layer, in LayerInode file, byte[] buffer)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; offset < file.Size;)
        {
            var count = Read(layer, file, offset, buffer);
            if (count == 0)
            {
                return false;
            }

            hash.AppendData(buffer, 0, count);
            offset += count;
        }

        return hash.GetHashAndReset().AsSpan().SequenceEqual(_hash);
    }
}
