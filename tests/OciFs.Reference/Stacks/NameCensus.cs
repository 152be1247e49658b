using OciFs.Reference.Apply;

namespace OciFs.Reference.Stacks;

/// <summary>The features that come of names meeting: within a layer, and with those of the layers below.</summary>
internal sealed class NameCensus(HashSet<StackFeature> found)
{
    private readonly Dictionary<ByteString, EntryType> lower = [];
    private List<(ByteString Path, TestEntry Entry)> own = [];

    /// <summary>The next layer up.</summary>
    public void Add(IReadOnlyList<TestEntry> layer)
    {
        own = [.. layer.Where(entry => entry.Type != EntryType.PaxGlobal).Select(entry => (TreePath.Clean(entry.Name, out _), entry))];
        for (var at = 0; at < own.Count; at++)
        {
            if (TreePath.Name(own[at].Path).StartsWith(".wh."u8))
                Marker(own[at].Path, at);
            else
                Entry(own[at].Path, own[at].Entry, at);
        }

        foreach (var (path, entry) in own)
            lower[path] = entry.Type;
    }

    private static bool IsBelow(ByteString path, ByteString folder) =>
        folder.IsEmpty ? !path.IsEmpty : path.StartsWith((folder + "/").Span);

    private static bool IsMarker(ByteString path) => TreePath.Name(path).StartsWith(".wh."u8);

    private void Marker(ByteString path, int at)
    {
        var folder = TreePath.Parent(path);
        var hidden = TreePath.Name(path).From(4);
        if (hidden == ".wh..opq")
            Opaque(folder, at);
        else if (hidden.IsEmpty || hidden == "." || hidden == "..")
            found.Add(StackFeature.MarkerOfNothing);
        else if (hidden.StartsWith(".wh."u8))
            found.Add(StackFeature.MarkerOfAufs);
        else
            Whiteout(TreePath.Child(folder, hidden), at);
    }

    private void Whiteout(ByteString path, int at)
    {
        Add(StackFeature.WhiteoutOfLower, lower.ContainsKey(path));
        Add(StackFeature.WhiteoutBeforeItsName, own.Skip(at).Any(other => other.Path == path));
        Add(StackFeature.WhiteoutAfterItsName, own.Take(at).Any(other => other.Path == path));
        Add(StackFeature.WhiteoutOfNothing, !lower.ContainsKey(path) && own.TrueForAll(other => other.Path != path));
    }

    private void Opaque(ByteString folder, int at)
    {
        var before = own.Take(at).Any(other => IsBelow(other.Path, folder) && !IsMarker(other.Path));
        var after = own.Skip(at).Any(other => IsBelow(other.Path, folder) && !IsMarker(other.Path));
        Add(StackFeature.OpaqueBeforeEntries, after && !before);
        Add(StackFeature.OpaqueBetweenEntries, after && before);
        Add(StackFeature.OpaqueAfterEntries, before && !after);
        Add(StackFeature.OpaqueOnLowerAlone, !before && !after && lower.Keys.Any(path => IsBelow(path, folder)));
        Add(StackFeature.OpaqueRoot, folder.IsEmpty);
    }

    private void Entry(ByteString path, TestEntry entry, int at)
    {
        Over(path, entry.Type, at);
        Below(path, at);
        if (entry.Type == EntryType.HardLink)
            HardLink(TreePath.Clean(entry.Target, out _), at);
        Add(StackFeature.MarkerInThePath, TreePath.Components(TreePath.Parent(path)).Any(name => name.StartsWith(".wh."u8)));
    }

    private void Over(ByteString path, EntryType type, int at)
    {
        var isDirectory = type == EntryType.Directory;
        var (mine, theirs) = (OwnBefore(path, at), lower.TryGetValue(path, out var below) ? below : default(EntryType?));
        var hasOwnChildren = own.Take(at).Any(other => IsBelow(other.Path, path));
        Add(StackFeature.Duplicate, mine == type);
        Add(StackFeature.DirectoryAfterChildren, isDirectory && hasOwnChildren);
        Add(StackFeature.FileOverOwnDirectory, !isDirectory && (mine == EntryType.Directory || hasOwnChildren));
        Add(StackFeature.FileOverLowerDirectory, !isDirectory && theirs == EntryType.Directory);
        Add(StackFeature.DirectoryOverOwnFile, isDirectory && mine is EntryType.File);
        Add(StackFeature.DirectoryOverLowerFile, isDirectory && theirs is EntryType.File);
        Add(StackFeature.SymlinkOverDirectory, type == EntryType.Symlink && (mine ?? theirs) == EntryType.Directory);
        Add(StackFeature.DirectoryOverSymlink, isDirectory && (mine ?? theirs) == EntryType.Symlink);
    }

    private void Below(ByteString path, int at)
    {
        foreach (var above in TreePath.Above(path))
        {
            var mine = OwnBefore(above, at);
            Add(StackFeature.BelowOwnSymlink, mine == EntryType.Symlink);
            Add(StackFeature.BelowLowerSymlink, mine is null && lower.TryGetValue(above, out var theirs) && theirs == EntryType.Symlink);
        }
    }

    private void HardLink(ByteString target, int at)
    {
        var mine = OwnBefore(target, at);
        var theirs = lower.TryGetValue(target, out var below) ? below : default(EntryType?);
        var isLater = own.Skip(at + 1).Any(other => other.Path == target);
        var isDeleted = own.Take(at).Any(other => other.Path == TreePath.Child(TreePath.Parent(target), ".wh." + TreePath.Name(target)));
        Add(StackFeature.LinkToEarlier, mine is not null);
        Add(StackFeature.LinkToReplaced, own.Take(at).Count(other => other.Path == target) > 1 || (mine is not null && theirs is not null));
        Add(StackFeature.LinkToLater, mine is null && theirs is null && isLater);
        Add(StackFeature.LinkToLower, mine is null && theirs is not null && !isDeleted);
        Add(StackFeature.LinkToDeleted, mine is null && theirs is not null && isDeleted);
        Add(StackFeature.LinkToMissing, mine is null && theirs is null && !isLater);
        Add(StackFeature.LinkToLink, (mine ?? theirs) == EntryType.HardLink);
        Add(StackFeature.LinkToSymlink, (mine ?? theirs) == EntryType.Symlink);
        Add(StackFeature.LinkToDevice, (mine ?? theirs) is EntryType.CharacterDevice or EntryType.BlockDevice);
    }

    private EntryType? OwnBefore(ByteString path, int at)
    {
        var last = own.FindLastIndex(Math.Max(at - 1, 0), at, other => other.Path == path);
        return last < 0 ? null : own[last].Entry.Type;
    }

    private void Add(StackFeature feature, bool isThere)
    {
        if (isThere)
            found.Add(feature);
    }
}
