using OciFs.Images;

namespace OciFs.Cli.Listing;

/// <summary>
/// The files of a directory that a listing shows, in its order. They may be gone through again and again; where the directory's own order is the one asked for,
/// none are held in memory.
/// </summary>
/// <param name="directory">The directory.</param>
/// <param name="parent">The one above it.</param>
/// <param name="options">What is shown.</param>
/// <param name="isSorted">Whether the directory gives its names by ascending bytes.</param>
internal sealed class DirectoryFiles(FileNode directory, FileNode parent, ListingOptions options, bool isSorted)
{
    private readonly bool _isStreamed = options.Order is ListingOrder.None || (isSorted && options.Order is ListingOrder.Name && !options.IsReversed);
    private ListedFile[]? _sorted;

    /// <summary>The files, in order.</summary>
    /// <exception cref="OciFsException">The directory cannot be read.</exception>
    public IEnumerable<ListedFile> All => _isStreamed ? InOrder() : _sorted ??= FileOrder.Sorted([.. Read()], options);

    /// <summary>The directories among them, without itself and the one above.</summary>
    /// <exception cref="OciFsException">As <see cref="All"/>.</exception>
    public IEnumerable<ListedFile> Directories => All.Where(file => file.Node.Kind is FileKind.Directory && file.Name is not [(byte)'.'] and not [(byte)'.', (byte)'.']);

    private ListedFile[] Itself => options.Hidden is HiddenNames.All ? [new ListedFile("."u8.ToArray(), directory), new ListedFile(".."u8.ToArray(), parent)] : [];

    private IEnumerable<ListedFile> Read() => Itself.Concat(Named());

    // Some names go before a dot.
    private IEnumerable<ListedFile> InOrder()
    {
        var itself = new Queue<ListedFile>(Itself);
        foreach (var file in Named())
        {
            while (itself.TryPeek(out var first) && (options.Order is ListingOrder.None || first.Name.AsSpan().SequenceCompareTo(file.Name) < 0))
            {
                yield return itself.Dequeue();
            }

            yield return file;
        }

        foreach (var left in itself)
        {
            yield return left;
        }
    }

    private IEnumerable<ListedFile> Named()
    {
        foreach (var file in directory.Walk())
        {
            file.SkipDirectory();
            if (options.Hidden is not HiddenNames.None || file.Name[0] != '.')
            {
                yield return new ListedFile(file.Name.ToArray(), file.Node);
            }
        }
    }
}
