using OciFs.Images;

namespace OciFs.Cli.Listing;

/// <summary>
/// Bytes of directories with all that is in them, found in a walk before the one that prints: a number for each directory, in the order of the walk.
/// A file of several names counts with each of them, as for tree(1).
/// </summary>
internal sealed class TreeSums
{
    private readonly List<long> _sums = [];

    /// <summary>Adds a tree up.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="top">Where it begins.</param>
    /// <param name="path">Its path.</param>
    /// <exception cref="OciFsException">The size of a file cannot be had.</exception>
    public TreeSums(TreeWalk walk, FileNode top, byte[] path)
    {
        var open = new Stack<int>();
        Open(open, top);
        foreach (var file in walk.Below(top, path))
        {
            while (open.Count > file.Depth)
            {
                Close(open);
            }

            if (file.Node.Kind is FileKind.Directory)
            {
                Open(open, file.Node);
            }
            else
            {
                _sums[open.Peek()] = ByteSum.Add(_sums[open.Peek()], file.Node.Attributes.Size);
            }
        }

        while (open.Count > 0)
        {
            Close(open);
        }
    }

    /// <summary>The sum of a directory by its place in the walk; the top is 0.</summary>
    public long this[int directory] => _sums[directory];

    private void Open(Stack<int> open, FileNode directory)
    {
        open.Push(_sums.Count);
        _sums.Add(directory.Attributes.Size);
    }

    private void Close(Stack<int> open)
    {
        var sum = _sums[open.Pop()];
        if (open.TryPeek(out var above))
        {
            _sums[above] = ByteSum.Add(_sums[above], sum);
        }
    }
}
