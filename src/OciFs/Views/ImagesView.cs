using System.Text;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Views;

/// <summary>
/// <c>images/</c>: a folder for each image that is named now. Whatever else means one image is a link to its folder, and not listed (design §1, "Aliases").
/// </summary>
/// <param name="tree">The tree it is part of.</param>
/// <param name="place">What keys of this place in the tree begin with; empty for the root's own folder.</param>
/// <param name="list">The names; the same instance while they do not change.</param>
internal sealed class ImagesView(ImageTree tree, string place, Func<StoreListing> list) : SnapshotView(tree, place + "images")
{
    private readonly AliasTable _aliases = new(place);
    private readonly Lock _gate = new();
    private (StoreListing Listing, Dictionary<string, NamedImage> BySegment)? _named;

    /// <inheritdoc/>
    public override ulong Top => 1;

    /// <inheritdoc/>
    public override TreeEntry Lookup(ulong directory, ReadOnlySpan<byte> name)
    {
        var segment = Encoding.UTF8.GetString(name);
        var (listing, named) = Named();
        if (named.TryGetValue(segment, out var image))
        {
            var view = Tree.ImageFolderOf(image, place).View;
            return TreeEntry.Changing(view.IdOf(view.Top));
        }

        return TreeEntry.Changing(MeantBy(listing, segment) is { } meant ? IdOf(_aliases.NumberOf(segment, PathSegment.Encode(meant.Name))) : default);
    }

    /// <inheritdoc/>
    public override NodeAttributes GetAttributes(ulong node) => node == Top
        ? FolderAttributes(node)
        : new NodeAttributes
        {
            Inode = InodeNumber(Alias(node).Key, 1),
            Mode = UnixMode.SymbolicLink | 0x1FF,
            Links = 1,
            Size = Alias(node).Target.Length,
            MayChange = true,
        };

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadLink(ulong link) => link == Top ? throw WrongKind("symbolic link") : Alias(link).Target;

    /// <inheritdoc/>
    protected override Row[] Snapshot(ulong directory)
    {
        var rows = Named().BySegment.Select(pair => new Row(
            Encoding.UTF8.GetBytes(pair.Key), InodeNumber(ImageFolder.KeyOf(pair.Value, place), 1), UnixMode.Directory, default)).ToArray();
        Array.Sort(rows, (a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        return rows;
    }

    private (string Key, byte[] Target) Alias(ulong node) => _aliases.Find(node) ?? throw NoSuchFile();

    // Where a reference means several images it leads to none of them.
    private NamedImage? MeantBy(StoreListing listing, string segment) =>
        PathSegment.TryDecode(segment, out var reference) && Tree.Finder.FindAll(listing, reference) is [var only] ? only : null;

    private (StoreListing Listing, Dictionary<string, NamedImage> BySegment) Named()
    {
        var listing = list();
        lock (_gate)
        {
            if (_named is { } named && ReferenceEquals(named.Listing, listing))
            {
                return named;
            }

            var bySegment = new Dictionary<string, NamedImage>(StringComparer.Ordinal);
            foreach (var image in listing.Images)
            {
                bySegment.TryAdd(PathSegment.Encode(image.Name), image);
            }

            return (_named = (listing, bySegment)).Value;
        }
    }
}
