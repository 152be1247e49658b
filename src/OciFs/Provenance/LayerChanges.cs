using OciFs.Images;
using OciFs.Layers;
using OciFs.Tree;

namespace OciFs.Provenance;

/// <summary>What a layer does to the layers below it.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="TarSize">Bytes of the layer decompressed.</param>
/// <param name="Added">Paths that it brings and no lower layer shows, directories counted.</param>
/// <param name="Changed">Paths that it brings and a lower layer shows too; of directories those that an entry of the layer describes.</param>
/// <param name="Whiteouts">Names that it hides by a marker.</param>
/// <param name="Opaque">Directories whose lower content it hides by a marker.</param>
public sealed record LayerChanges(ImageLayer Layer, long TarSize, long Added, long Changed, long Whiteouts, long Opaque)
{
    /// <summary>What each layer of a platform does, base first; waits for the layers.</summary>
    /// <exception cref="OciFsException">A layer cannot be had.</exception>
    public static IEnumerable<LayerChanges> Of(ImagePlatform platform)
    {
        var tree = platform.OpenTree();
        return platform.Layers.Select(layer => Of(tree, layer));
    }

    private static LayerChanges Of(RootFs tree, ImageLayer layer)
    {
        var index = tree.IndexOf(layer.Number);
        long added = 0, changed = 0, whiteouts = 0, opaque = 0;
        var pending = new Stack<(uint Folder, DirectoryParts? Lower)>([(LayerIndex.Root, layer.Number == 0 ? null : tree.RootParts(layer.Number - 1))]);
        while (pending.TryPop(out var at))
        {
            ref readonly var folder = ref index.Inode(at.Folder);
            opaque += (folder.Flags & LayerInodeFlags.Opaque) != 0 ? 1 : 0;
            for (var name = folder.FirstChild; name < folder.FirstChild + folder.ChildCount; name++)
            {
                ref readonly var inode = ref index.Inode(index.Name(name).Inode);
                whiteouts += inode.Hides && IsWhiteout(index.NameBytes(name)) ? 1 : 0;
                if (!tree.IsThere(layer.Number, index.Name(name).Inode))
                {
                    continue;
                }

                TreeChild lower = default;
                var isKnown = at.Lower is not null && tree.TryResolve(at.Lower, index.NameBytes(name), out lower);
                if (!inode.IsDirectory || tree.MakesDirectory(new TreeNode(layer.Number, index.Name(name).Inode)))
                {
                    added += isKnown ? 0 : 1;
                    changed += isKnown && (inode.Flags & LayerInodeFlags.Implied) == 0 ? 1 : 0;
                }

                if (inode.IsDirectory)
                {
                    pending.Push((index.Name(name).Inode, isKnown ? lower.Parts : null));
                }
            }
        }

        return new LayerChanges(layer, tree.ContentOf(layer.Number).StreamLength, added, changed, whiteouts, opaque);
    }

    private static bool IsWhiteout(ReadOnlySpan<byte> marker) => Whiteout.IsMeaningful(marker) && !marker.SequenceEqual(Whiteout.Opaque);
}
