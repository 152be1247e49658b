using System.Collections;
using System.Collections.Immutable;
using OciFs.Images;
using OciFs.Layers;
using OciFs.Provenance;
using OciFs.Tree;

namespace OciFs.Usage;

/// <summary>What the layers of a platform bring, and what of that its root file system shows. No layer's content is read but for its index. Any thread.</summary>
public sealed class ImageUsage
{
    private readonly ImagePlatform _platform;
    private readonly RootFs _tree;
    private readonly BitArray[] _visibleNames;
    private readonly BitArray[] _visibleFiles;

    private ImageUsage(ImagePlatform platform)
    {
        _platform = platform;
        _tree = platform.OpenTree();
        _visibleNames = [.. platform.Layers.Select(layer => new BitArray((int)_tree.IndexOf(layer.Number).NameCount))];
        _visibleFiles = [.. platform.Layers.Select(layer => new BitArray((int)_tree.IndexOf(layer.Number).InodeCount))];
        if (!platform.Layers.IsEmpty)
        {
            MarkVisible();
        }

        Layers = [.. platform.Layers.Select(ShareOf)];
    }

    /// <summary>The layers, base first.</summary>
    public ImmutableArray<LayerShare> Layers { get; }

    /// <summary>Bytes of all files of all layers.</summary>
    public long Bytes => ByteSum.Of(Layers.Select(layer => layer.Bytes));

    /// <summary>Of these, the bytes that the image shows.</summary>
    public long VisibleBytes => ByteSum.Of(Layers.Select(layer => layer.VisibleBytes));

    /// <summary>Bytes that upper layers hide.</summary>
    public long WastedBytes => ByteSum.Of(Layers.Select(layer => layer.WastedBytes));

    /// <summary>Visible bytes by all bytes; 1 where there are none.</summary>
    public double Efficiency => Bytes == 0 ? 1 : (double)VisibleBytes / Bytes;

    /// <summary>Computes it of a platform; waits for its layers.</summary>
    /// <exception cref="OciFsException">A layer cannot be had.</exception>
    public static ImageUsage Of(ImagePlatform platform) => new(platform);

    /// <summary>The files that take most of <see cref="WastedBytes"/>, the largest first, by layer and place in it where they are equal; empty ones are left out.</summary>
    /// <param name="most">How many.</param>
    public ImmutableArray<HiddenFile> Hidden(int most)
    {
        var largest = new PriorityQueue<TreeNode, (long Bytes, long Order)>();
        for (var layer = 0; layer < _visibleFiles.Length; layer++)
        {
            var index = _tree.IndexOf(layer);
            for (uint inode = 0; inode < index.InodeCount; inode++)
            {
                ref readonly var file = ref index.Inode(inode);
                if (!IsContent(file) || file.Size == 0 || _visibleFiles[layer][(int)inode])
                {
                    continue;
                }

                largest.Enqueue(new TreeNode(layer, inode), (file.Size, -(long)new TreeNode(layer, inode).Value));
                if (largest.Count > most)
                {
                    largest.Dequeue();
                }
            }
        }

        var files = new HiddenFile[largest.Count];
        for (var at = files.Length - 1; at >= 0; at--)
        {
            files[at] = Describe(largest.Dequeue());
        }

        return [.. files];
    }

    private HiddenFile Describe(TreeNode file)
    {
        var index = _tree.IndexOf(file.Layer);
        var path = index.PathOf(index.Inode(file.Inode).Name);
        var names = LayerPath.Split(path);
        for (var layer = file.Layer + 1; layer < _platform.Layers.Length; layer++)
        {
            if (LayerPath.Hides(_tree, layer, names) is { } hiding)
            {
                return new HiddenFile(LayerPath.Join(names), index.Inode(file.Inode).Size, _platform.Layers[file.Layer], _platform.Layers[layer], hiding.How);
            }
        }

        throw new InvalidOperationException("a file that no upper layer hides is visible");
    }

    // What has content of its own; a hard link to a lower layer has none.
    private static bool IsContent(in LayerInode file) => UnixMode.IsRegular(file.Mode) && !file.IsMarker && !file.IsLowerLink && file.Links > 0;

    private LayerShare ShareOf(ImageLayer layer)
    {
        var index = _tree.IndexOf(layer.Number);
        long files = 0, visibleFiles = 0, visibleBytes = 0, wastedBytes = 0;
        for (uint name = 0; name < index.NameCount; name++)
        {
            var inode = index.Name(name).Inode;
            if (!index.Inode(inode).IsDirectory && _tree.IsThere(layer.Number, inode))
            {
                files++;
                visibleFiles += _visibleNames[layer.Number][(int)name] ? 1 : 0;
            }
        }

        for (uint inode = 0; inode < index.InodeCount; inode++)
        {
            ref readonly var file = ref index.Inode(inode);
            if (IsContent(file))
            {
                var isVisible = _visibleFiles[layer.Number][(int)inode];
                visibleBytes = ByteSum.Add(visibleBytes, isVisible ? file.Size : 0);
                wastedBytes = ByteSum.Add(wastedBytes, isVisible ? 0 : file.Size);
            }
        }

        return new LayerShare(layer, files, visibleFiles, visibleBytes, wastedBytes);
    }

    private void MarkVisible()
    {
        var pending = new Stack<TreeNode>([_tree.Root]);
        while (pending.TryPop(out var folder))
        {
            var directory = _tree.Directory(folder);
            for (long place = 0; _tree.TryGetTreeName(directory, place, out var name); place++)
            {
                var file = _tree.FileAt(name);
                _visibleNames[name.Layer][(int)name.Name] = true;
                _visibleFiles[file.Layer][(int)file.Inode] = true;
                if (_tree.InodeOf(file).IsDirectory)
                {
                    pending.Push(file);
                }
            }
        }
    }
}
