using System.Collections.Immutable;
using System.Text;
using OciFs.References;
using OciFs.Stores.Bolt;
using OciFs.Stores.Unpacked;

namespace OciFs.Stores.Containerd;

/// <summary>The layers that containerd's overlayfs snapshotter has unpacked, by their chain IDs.</summary>
/// <remarks>
/// <c>meta.db</c> has <c>v1/NAMESPACE/snapshots/overlayfs/CHAIN</c> with the name that the snapshotter knows it by; <c>metadata.db</c> has
/// <c>v1/snapshots/NAME</c> with number, parent and kind (containerd, core/snapshots/storage/bolt.go).
/// </remarks>
internal sealed class OverlaySnapshots(ContainerdPaths paths)
{
    private const byte Committed = 3;

    /// <summary>The files of a layer; null where no namespace has it unpacked.</summary>
    /// <exception cref="OciFsException">A file is not sound, or cannot be read.</exception>
    public UnpackedLayer? Find(in LayerClaim layer)
    {
        if (layer.ChainId is not { } chain || FileStatus.Of(paths.SnapshotFile) is null)
        {
            return null;
        }

        // Equal chain IDs are equal content, whoever unpacked it.
        foreach (var name in NamesOf(chain))
        {
            if (Folders(name) is [var own, .. var lower] && own.IsFolder)
            {
                var claim = layer;
                return new UnpackedLayer(own.Path, UnpackedContent.Overlay)
                {
                    Lower = [.. lower.Select(folder => folder.PathUnlinked())],
                    DiffId = layer.DiffId,
                    Locate = () => FolderOf(claim),
                };
            }
        }

        return null;
    }

    private string? FolderOf(LayerClaim layer)
    {
        try
        {
            return Find(layer)?.Folder;
        }
        catch (OciFsException)
        {
            return null;
        }
    }

    private List<ReadOnlyMemory<byte>> NamesOf(ChainId chain)
    {
        var key = Encoding.ASCII.GetBytes(chain.ToString());
        using var file = BoltFile.Open(paths.MetaFile, "missing (no containerd has used this root)");
        return file.Read((_, root) =>
        {
            var names = new List<ReadOnlyMemory<byte>>();
            if (root.Bucket("v1"u8) is { } top)
            {
                foreach (var entry in top.Entries().Where(entry => entry.IsBucket))
                {
                    var snapshot = top.Open(entry).Bucket("snapshots"u8)?.Bucket("overlayfs"u8)?.Bucket(key);
                    names.AddRange(snapshot?.Value("name"u8) is { } name ? [name] : []);
                }
            }

            return names;
        });
    }

    /// <summary>The folders of a committed snapshot and of those below it, the nearest first; empty where there is no such snapshot.</summary>
    private ImmutableArray<StorePlace> Folders(ReadOnlyMemory<byte> name)
    {
        using var file = BoltFile.Open(paths.SnapshotFile, "missing (the snapshotter has lost its records)");
        return file.Read((_, root) =>
        {
            var folders = ImmutableArray.CreateBuilder<StorePlace>();
            var snapshots = root.Bucket("v1"u8)?.Bucket("snapshots"u8);
            for (ReadOnlyMemory<byte>? next = name; next is { IsEmpty: false } current; next = snapshots?.Bucket(current.Span)?.Value("parent"u8))
            {
                if (snapshots?.Bucket(current.Span) is not { } snapshot || folders.Count == Limits.LayersPerImage
                    || snapshot.Value("kind"u8) is not { Length: 1 } kind || kind.Span[0] != Committed
                    || snapshot.Value("id"u8) is not { } id || GoBinary.Uvarint(id.Span) is not { } number)
                {
                    return [];
                }

                folders.Add(paths.SnapshotFolder(number));
            }

            return folders.DrainToImmutable();
        });
    }
}
