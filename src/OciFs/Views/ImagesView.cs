using System.Text;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Views;

/// <summary><c>images/</c>: a folder for each image that is named now. Aliases of design §1 resolve here too when they come.</summary>
/// <param name="tree">The tree it is part of.</param>
/// <param name="place">What keys of this place in the tree begin with; empty for the root's own folder.</param>
/// <param name="list">The names; the same instance while they do not change.</param>
internal sealed class ImagesView(ImageTree tree, string place, Func<StoreListing> list) : SnapshotView(tree, place + "images")
{
    private readonly Lock _gate = new();
    private (StoreListing Listing, Dictionary<string, NamedImage> BySegment)? _named;

    /// <inheritdoc/>
    public override ulong Top => 1;

    /// <inheritdoc/>
    public override TreeEntry Lookup(ulong directory, ReadOnlySpan<byte> name)
    {
        if (!Named().TryGetValue(Encoding.UTF8.GetString(name), out var image))
        {
            return TreeEntry.Changing(default);
        }

        var view = Tree.ImageFolderOf(image, place).View;
        return TreeEntry.Changing(view.IdOf(view.Top));
    }

    /// <inheritdoc/>
    public override NodeAttributes GetAttributes(ulong node) => FolderAttributes(node);

    /// <inheritdoc/>
    protected override Row[] Snapshot(ulong directory)
    {
        var rows = Named().Select(pair => new Row(
            Encoding.UTF8.GetBytes(pair.Key), InodeNumber(ImageFolder.KeyOf(pair.Value, place), 1), UnixMode.Directory, default)).ToArray();
        Array.Sort(rows, (a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        return rows;
    }

    private Dictionary<string, NamedImage> Named()
    {
        var listing = list();
        lock (_gate)
        {
            if (_named is { } named && ReferenceEquals(named.Listing, listing))
            {
                return named.BySegment;
            }

            var bySegment = new Dictionary<string, NamedImage>(StringComparer.Ordinal);
            foreach (var image in listing.Images)
            {
                bySegment.TryAdd(PathSegment.Encode(image.Name), image);
            }

            _named = (listing, bySegment);
            return bySegment;
        }
    }
}
