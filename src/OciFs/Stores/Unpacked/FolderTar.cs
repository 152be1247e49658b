using System.Buffers.Binary;
using OciFs.Layers;
using OciFs.References;
using OciFs.Tar.Writing;

namespace OciFs.Stores.Unpacked;

/// <summary>
/// Makes the layer's tar of a folder that a store has unpacked it into: its entries sorted by name, its whiteouts in the image-spec's form. What the
/// folder has lost of the image's own tar stays lost. Used once, by one thread.
/// </summary>
internal sealed class FolderTar : IDisposable
{
    private const int ChunkBytes = 64 << 10;

    private readonly IReadOnlyList<FolderReader> _layers;
    private readonly IReadOnlyList<LayerFolder> _folders;
    private readonly OverlayStack _stack;
    private readonly SegmentTableBuilder _table;
    private readonly TarHeaderWriter _writer = new();
    private readonly DigestHasher _seen = Digest.CreateHasher(DigestAlgorithm.Sha256);
    private readonly Dictionary<(ulong Inode, uint Major, uint Minor), byte[]> _linked = [];

    private FolderTar(IReadOnlyList<FolderReader> layers, IReadOnlyList<LayerFolder> folders, SegmentTableBuilder table)
    {
        _layers = layers;
        _folders = folders;
        _stack = new OverlayStack(layers);
        _table = table;
    }

    /// <summary>Describes the tar.</summary>
    /// <param name="content">What the folders hold.</param>
    /// <param name="folders">The layer's, and those below it, nearest first.</param>
    /// <param name="marksOfUsers">As <see cref="OverlayMarks"/>.</param>
    /// <param name="table">Takes the parts of the tar.</param>
    /// <returns>A digest of all that tells whether the folder is still the same: headers, and of each file which it is and when it was changed.</returns>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="OciFsException">Limits are passed, or marks lead nowhere.</exception>
    public static Digest Describe(UnpackedContent content, IReadOnlyList<LayerFolder> folders, bool marksOfUsers, SegmentTableBuilder table)
    {
        var buffer = new byte[FolderReader.BufferBytes];
        using var tar = new FolderTar([.. folders.Select(folder => new FolderReader(folder, new OverlayMarks(marksOfUsers), buffer))], folders, table);
        var root = tar._layers[0].Find([]) ?? throw new FileNotFoundException($"{folders[0].Path}: not there");
        if (content == UnpackedContent.Overlay)
        {
            tar.AddLayer([], root, 0);
        }
        else
        {
            tar.AddChanges([], root, folders.Count > 1 ? tar._layers[1].Find([]) : null, 0);
        }

        table.AddRaw(new byte[TarHeaderWriter.EndLength]);
        return tar._seen.Finish();
    }

    /// <inheritdoc/>
    public void Dispose() => _seen.Dispose();

    /// <summary>A directory of a layer that has only what the layer brings.</summary>
    private void AddLayer(byte[] path, FolderEntry directory, int depth)
    {
        if (path.Length > 0 && _layers[0].Marks.Redirect(directory) is not null)
        {
            AddMerged(path, _stack.Resolve(0, path), depth);
            return;
        }

        Add(path, new OverlayPlace(0, path, directory));
        if (_layers[0].Marks.IsOpaque(directory))
        {
            AddMarker(OverlayStack.Join(path, Whiteout.Opaque));
        }

        foreach (var name in _layers[0].List(path))
        {
            var child = OverlayStack.Join(path, name);
            if (_layers[0].Find(Checked(child, depth)) is not { } entry)
            {
                continue;
            }

            if (_layers[0].Marks.IsWhiteout(entry))
            {
                AddMarker(OverlayStack.Join(path, [.. Whiteout.Prefix, .. name]));
            }
            else if (entry.IsDirectory)
            {
                AddLayer(child, entry, depth + 1);
            }
            else
            {
                Add(child, new OverlayPlace(0, child, entry));
            }
        }
    }

    /// <summary>A directory that was renamed: with all that it shows, as its old name says nothing in an image.</summary>
    private void AddMerged(byte[] path, List<OverlayPlace> parts, int depth)
    {
        if (parts.Count == 0)
        {
            return;
        }

        Add(path, parts[0]);
        if (!parts[0].Entry.IsDirectory)
        {
            return;
        }

        AddMarker(OverlayStack.Join(path, Whiteout.Opaque));
        foreach (var name in _stack.List(parts))
        {
            AddMerged(Checked(OverlayStack.Join(path, name), depth), _stack.Child(parts, name), depth + 1);
        }
    }

    /// <summary>What a whole tree has that the tree below has not, or otherwise.</summary>
    private void AddChanges(byte[] path, FolderEntry entry, FolderEntry? below, int depth)
    {
        if (below is null || !IsSame(entry, below) || !HasSameContent(path, entry))
        {
            Add(path, new OverlayPlace(0, path, entry));
        }

        if (!entry.IsDirectory)
        {
            return;
        }

        var names = _layers[0].List(path);
        foreach (var name in names)
        {
            var child = Checked(OverlayStack.Join(path, name), depth);
            if (_layers[0].Find(child) is { } found)
            {
                AddChanges(child, found, below is { IsDirectory: true } ? _layers[1].Find(child) : null, depth + 1);
            }
        }

        if (below is { IsDirectory: true })
        {
            var present = names.Select(Convert.ToHexString).ToHashSet(StringComparer.Ordinal);
            foreach (var name in _layers[1].List(path).Where(name => !present.Contains(Convert.ToHexString(name))))
            {
                AddMarker(OverlayStack.Join(path, [.. Whiteout.Prefix, .. name]));
            }
        }
    }

    private static bool IsSame(FolderEntry one, FolderEntry other) =>
        one.Mode == other.Mode && one.Uid == other.Uid && one.Gid == other.Gid && one.Major == other.Major && one.Minor == other.Minor
        && (one.IsDirectory || one.Status.Size == other.Status.Size) && one.Target.AsSpan().SequenceEqual(other.Target)
        && one.Status.ModifiedSeconds == other.Status.ModifiedSeconds && one.Status.ModifiedNanoseconds == other.Status.ModifiedNanoseconds
        && one.Xattrs.Count == other.Xattrs.Count
        && one.Xattrs.All(pair => other.Xattrs.TryGetValue(pair.Key, out var value) && value.AsSpan().SequenceEqual(pair.Value));

    // Builds that give all files one time make files that differ in nothing else.
    private bool HasSameContent(byte[] path, FolderEntry entry)
    {
        if (!UnixMode.IsRegular(entry.Mode))
        {
            return true;
        }

        var (own, below) = (_folders[0].OpenFile(path, out _), -1);
        try
        {
            below = _folders[1].OpenFile(path, out _);
            var (mine, other) = (new byte[ChunkBytes], new byte[ChunkBytes]);
            for (long at = 0; ; at += ChunkBytes)
            {
                var count = LayerFolder.Read(own, _folders[0].Path, path, at, mine);
                if (LayerFolder.Read(below, _folders[1].Path, path, at, other) != count || !mine.AsSpan(0, count).SequenceEqual(other.AsSpan(0, count)))
                {
                    return false;
                }

                if (count < ChunkBytes)
                {
                    return true;
                }
            }
        }
        finally
        {
            _ = Interop.close(own);
            if (below >= 0)
            {
                _ = Interop.close(below);
            }
        }
    }

    private static byte[] Checked(byte[] path, int depth) => path.Length <= Limits.PathBytes && depth < Limits.PathDepth
        ? path
        : throw new OciFsException(OciFsError.LimitExceeded, $"a path of {path.Length} bytes, {depth} directories deep");

    private void AddMarker(ReadOnlySpan<byte> path) =>
        Append(new TarHeaderFields { Type = (byte)'0', Name = path, Mode = 0x1A4 }, []);

    private void Add(byte[] path, OverlayPlace place)
    {
        var entry = place.Entry;
        if (TarTypeFlag.Of(UnixMode.KindOf(entry.Mode)) is not { } type)
        {
            return;
        }

        var header = new TarHeaderFields
        {
            Type = type,
            Name = entry.IsDirectory ? [.. path.Length == 0 ? "."u8 : path, (byte)'/'] : path,
            LinkName = entry.Target,
            Mode = entry.Mode & UnixMode.PermissionMask,
            Uid = entry.Uid,
            Gid = entry.Gid,
            ModifiedSeconds = entry.Status.ModifiedSeconds,
            ModifiedNanoseconds = (int)entry.Status.ModifiedNanoseconds,
            DeviceMajor = UnixMode.IsDevice(entry.Mode) ? entry.Major : 0,
            DeviceMinor = UnixMode.IsDevice(entry.Mode) ? entry.Minor : 0,
        };
        if (!entry.IsDirectory && entry.Status.Links > 1 && !_linked.TryAdd(entry.Identity, path))
        {
            header.Type = (byte)'1';
            header.LinkName = _linked[entry.Identity];
        }

        if (header.Type != (byte)'0')
        {
            Append(header, _layers[0].Marks.OwnXattrs(entry));
            return;
        }

        var data = _layers[0].Marks.IsMetadataOnly(entry) ? DataOf(place) : place;
        header.Size = (long)data.Entry.Status.Size;
        Append(header, _layers[0].Marks.OwnXattrs(entry));
        Append(data);
    }

    /// <summary>The file below whose content a file of attributes only has.</summary>
    private OverlayPlace DataOf(OverlayPlace place)
    {
        while (_layers[0].Marks.IsMetadataOnly(place.Entry))
        {
            var slash = place.Path.AsSpan().LastIndexOf((byte)'/');
            var path = _layers[0].Marks.Redirect(place.Entry) switch
            {
                null => place.Path,
                [(byte)'/', ..] absolute => absolute,
                var beside => OverlayStack.Join(place.Path.AsSpan(0, Math.Max(slash, 0)), beside),
            };
            var found = _stack.Resolve(place.Layer + 1, path);
            if (found is not [{ Entry: var entry }, ..] || !UnixMode.IsRegular(entry.Mode))
            {
                throw new FileNotFoundException($"{LayerFolder.Describe(string.Empty, place.Path)}: its content is in no layer below");
            }

            place = found[0];
        }

        return place;
    }

    private void Append(in TarHeaderFields header, IEnumerable<(byte[] Name, byte[] Value)> xattrs)
    {
        var bytes = _writer.Write(header, xattrs);
        _table.AddRaw(bytes);
        _seen.Append(bytes);
    }

    private void Append(OverlayPlace file)
    {
        var status = file.Entry.Status;
        var size = (long)status.Size;
        _table.AddFile(file.Path, size, 0, file.Layer);
        _table.AddRaw(new byte[TarHeaderWriter.PaddingOf(size)]);
        Span<byte> identity = stackalloc byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(identity, status.Inode);
        BinaryPrimitives.WriteInt64LittleEndian(identity[8..], status.ChangedSeconds);
        BinaryPrimitives.WriteInt64LittleEndian(identity[16..], status.ChangedNanoseconds);
        _seen.Append(identity);
    }
}
