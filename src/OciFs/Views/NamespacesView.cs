using System.Collections.Concurrent;
using System.Text;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Views;

/// <summary>
/// <c>namespaces/</c>: for each namespace of the store its <c>images/</c> and <c>repositories/</c>. The folders of its images are others than those
/// of the tree's own <c>images/</c>, where it has the same ones: a directory has one parent.
/// </summary>
internal sealed class NamespacesView(ImageTree tree) : SnapshotView(tree, Key)
{
    private const string Key = "namespaces";
    private static readonly StoreListing Gone = new() { Images = [] };

    private readonly ConcurrentDictionary<string, Lazy<FolderView>> _folders = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override ulong Top => 1;

    /// <inheritdoc/>
    public override TreeEntry Lookup(ulong directory, ReadOnlySpan<byte> name)
    {
        var segment = Encoding.UTF8.GetString(name);
        foreach (var found in Tree.Store.List().Namespaces)
        {
            if (PathSegment.Encode(found.Name) == segment)
            {
                var view = _folders.GetOrAdd(found.Name, owner => new Lazy<FolderView>(() => FolderOf(owner))).Value;
                return TreeEntry.Changing(view.IdOf(view.Top));
            }
        }

        return TreeEntry.Changing(default);
    }

    /// <inheritdoc/>
    public override NodeAttributes GetAttributes(ulong node) => FolderAttributes(node);

    /// <inheritdoc/>
    protected override Row[] Snapshot(ulong directory)
    {
        var rows = Tree.Store.List().Namespaces.Select(found => new Row(
            Encoding.UTF8.GetBytes(PathSegment.Encode(found.Name)), InodeNumber(KeyOf(found.Name), 1), UnixMode.Directory, default)).ToArray();
        Array.Sort(rows, (a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        return rows;
    }

    private FolderView FolderOf(string owner)
    {
        var key = KeyOf(owner);
        var folder = new FixedFolder();
        folder.Add("images", new Doorway(() => Tree.Add(new ImagesView(Tree, key + "\n", () => ListingOf(owner)))));
        folder.Add("repositories", new Doorway(() => Tree.Add(new RepositoriesView(Tree, key + "\n", () => ListingOf(owner)))));
        return Tree.Add(new FolderView(Tree, key, folder, default));
    }

    private StoreListing ListingOf(string owner) =>
        Tree.Store.List().Namespaces.FirstOrDefault(found => found.Name == owner)?.Listing ?? Gone;

    private static string KeyOf(string owner) => $"{Key}\n{owner}";
}
