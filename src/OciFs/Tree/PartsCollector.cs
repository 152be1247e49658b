using OciFs.Layers;

namespace OciFs.Tree;

/// <summary>Gathers the parts of one directory from the topmost layer down, until something hides what lies below.</summary>
internal struct PartsCollector(RootFs tree)
{
    // Made for the first directory only: most names are files, and a look-up of one allocates nothing.
    private List<TreeNode>? _content;
    private TreeNode _attributes;
    private bool _closed;
    private bool _described;

    /// <summary>Whether a directory was added that is one by itself.</summary>
    public bool IsDirectory { get; private set; }

    /// <summary>Whether nothing of lower layers can change the directory any more.</summary>
    public readonly bool IsComplete => _closed && _described;

    /// <summary>Adds the directory of the next layer down. Below an opaque one only attributes are still wanted.</summary>
    public void Add(TreeNode node)
    {
        var flags = tree.InodeOf(node).Flags;
        if (!_closed)
        {
            (_content ??= []).Add(node);
        }

        _closed |= (flags & LayerInodeFlags.Opaque) != 0;
        if (!tree.MakesDirectory(node))
        {
            return;
        }

        IsDirectory = true;
        if (!_described)
        {
            _attributes = node;
            _described = (flags & LayerInodeFlags.Implied) == 0;
        }
    }

    /// <summary>The parts; at least one was added.</summary>
    /// <param name="unread">As <see cref="DirectoryParts.Unread"/>.</param>
    public readonly DirectoryParts ToParts(int unread) => new([.. _content!], IsDirectory ? _attributes : _content![^1], unread);
}
