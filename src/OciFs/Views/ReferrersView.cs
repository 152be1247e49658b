using System.Collections.Concurrent;
using System.Text;
using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Views;

/// <summary><c>referrers/</c>: a folder for each artifact about a manifest, by its digest.</summary>
/// <param name="tree">The tree it is part of.</param>
/// <param name="key">As <see cref="View"/>.</param>
/// <param name="referrers">What is about what below the image or platform.</param>
/// <param name="subject">The manifest.</param>
internal sealed class ReferrersView(ImageTree tree, string key, ReferrerTree referrers, Digest subject) : SnapshotView(tree, key)
{
    private readonly string _key = key;
    private readonly ConcurrentDictionary<Digest, ReferrerFolder> _folders = new();

    /// <inheritdoc/>
    public override ulong Top => 1;

    /// <inheritdoc/>
    public override TreeEntry Lookup(ulong directory, ReadOnlySpan<byte> name)
    {
        if (!Digest.TryParse(name, out var digest) || referrers.Find(subject, digest) is not { } found)
        {
            return TreeEntry.Changing(default);
        }

        var view = FolderOf(found).View;
        return TreeEntry.Changing(view.IdOf(view.Top));
    }

    /// <inheritdoc/>
    public override NodeAttributes GetAttributes(ulong node) => FolderAttributes(node);

    /// <inheritdoc/>
    protected override Row[] Snapshot(ulong directory) =>
    [
        .. referrers.Of(subject).Select(referrer => referrer.Descriptor.Digest.ToString()).Order(StringComparer.Ordinal)
            .Select(name => new Row(Encoding.UTF8.GetBytes(name), InodeNumber(KeyOf(name), 1), UnixMode.Directory, default)),
    ];

    // What was wrong with its document may have been mended since.
    private ReferrerFolder FolderOf(FoundReferrer found)
    {
        var digest = found.Descriptor.Digest;
        if (_folders.TryGetValue(digest, out var folder) && folder.Referrer.Problems.IsEmpty)
        {
            return folder;
        }

        var resolved = Tree.Read(found);
        return folder is not null && folder.Referrer.Problems.SequenceEqual(resolved.Problems, StringComparer.Ordinal)
            ? folder
            : _folders[digest] = new ReferrerFolder(Tree, KeyOf(digest.ToString()), resolved, referrers);
    }

    private string KeyOf(string name) => $"{_key}\n{name}";
}
