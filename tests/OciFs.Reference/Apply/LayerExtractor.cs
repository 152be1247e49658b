using OciFs.Reference.Posix;

namespace OciFs.Reference.Apply;

/// <summary>
/// Extracts one layer, by itself, into a folder of its own: the last entry of a path wins, markers are put aside. Files are made with
/// no attributes; those are kept by inode, so that hard links share them, and given to the files when all is done.
/// </summary>
internal sealed class LayerExtractor(Tree own, Tree lower, PosixFolder scratch, AttributeTable attributes)
{
    private const int MaxName = 255;

    // PATH_MAX of linux/limits.h counts the NUL that ends a link's target.
    private const int MaxPath = 4096;

    private readonly HashSet<ulong> _linked = [];

    /// <summary>What the layer removes from those below.</summary>
    public Markers Markers { get; } = new();

    /// <summary>Hard links, by name, whose target a lower layer's link led back to this layer.</summary>
    public List<ByteString> LedBack { get; } = [];

    /// <summary>Applies one entry.</summary>
    /// <exception cref="SkippedEntryException">It cannot be; nothing was changed.</exception>
    public void Apply(TestEntry entry, ByteString path)
    {
        if (!IsKnown(entry.Type))
            throw new SkippedEntryException(ProblemKind.UnknownType);
        if (path.Length > MaxPath || path.Span.Contains((byte)0) || entry.Target.Length >= MaxPath || entry.Target.Span.Contains((byte)0))
            throw new SkippedEntryException(ProblemKind.BadName);
        if (path.IsEmpty)
            ApplyToRoot(entry);
        else if (Markers.IsMarker(TreePath.Name(path), out var removed))
            Mark(Parents(path), removed);
        else if (entry.Type == EntryType.HardLink)
            Link(entry, path);
        else
            Make(entry, path);
    }

    private static bool IsKnown(EntryType type) =>
        type is EntryType.OldFile or EntryType.GnuSparse or (>= EntryType.File and <= EntryType.Fifo);

    private void ApplyToRoot(TestEntry entry)
    {
        if (entry.Type != EntryType.Directory)
            throw new SkippedEntryException(ProblemKind.RootNotDirectory);
        attributes.Set(own.TryStat(default)!.Inode, EntryAttributes.Of(entry));
    }

    private void Mark(ByteString folder, ByteString removed)
    {
        if (removed.IsEmpty)
            Markers.Opaques.Add(folder);
        else if (removed.Length > MaxName)
            throw new SkippedEntryException(ProblemKind.BadName);
        else
            Markers.Whiteouts.Add(TreePath.Child(folder, removed));
    }

    private void Make(TestEntry entry, ByteString path)
    {
        if (entry.Type == EntryType.Symlink && entry.Target.IsEmpty)
            throw new SkippedEntryException(ProblemKind.EmptyTarget);
        path = Place(path, entry.Modified);
        if (entry.Type != EntryType.Directory || own.TryStat(path) is not { IsDirectory: true })
        {
            own.At(path, (folder, name) =>
            {
                folder.Remove(name);
                Create(folder, name, entry);
            });
        }

        attributes.Set(own.TryStat(path)!.Inode, EntryAttributes.Of(entry));
    }

    private static void Create(PosixFolder folder, ByteString name, TestEntry entry)
    {
        if (entry.Type == EntryType.Directory)
            folder.MakeFolder(name);
        else if (entry.Type == EntryType.Symlink)
            folder.MakeSymlink(name, entry.Target);
        else if (entry.IsFile)
            folder.MakeFile(name, entry.Content);
        else
            folder.MakeNode(name, entry.Type, entry.DeviceMajor, entry.DeviceMinor);
    }

    /// <summary>
    /// The target is found before anything is made or removed; its inode gets the link's attributes, and the link's xattrs besides its
    /// own. The new name passes through <c>scratch</c>, for the old file of that name may be the target or hold it.
    /// </summary>
    private void Link(TestEntry entry, ByteString path)
    {
        var lookup = new MergedLookup(own, lower, Markers, _linked);
        var found = lookup.Find(TreePath.Clean(entry.Target, out _));
        if (lookup.LedBack)
            LedBack.Add(entry.Name);
        var target = found ?? throw new SkippedEntryException(ProblemKind.NoLinkTarget);
        var status = target.Tree.TryStat(target.Path)!;
        if (status.IsDirectory)
            throw new SkippedEntryException(ProblemKind.DirectoryLinkTarget);
        path = Place(path, entry.Modified);
        target.Tree.At(target.Path, (folder, name) => folder.LinkTo(name, scratch, "link"));
        own.At(path, (folder, name) =>
        {
            folder.Remove(name);
            scratch.MoveTo("link", folder, name);
        });
        if (target.Tree == lower)
            _linked.Add(status.Inode);
        var added = EntryAttributes.Of(entry);
        attributes.Set(status.Inode, added with { Xattrs = Xattrs.Merge(attributes.TryGet(status.Inode)!.Xattrs, added.Xattrs) });
    }

    /// <summary>Where an entry goes; makes the directories above it that are missing.</summary>
    private ByteString Place(ByteString path, TarTime time)
    {
        if (TreePath.Name(path).Length > MaxName)
            throw new SkippedEntryException(ProblemKind.BadName);
        var parent = Parents(path);
        path = TreePath.Child(parent, TreePath.Name(path));
        var root = own.TryStat(default)!.Inode;
        if (attributes.TryGet(root) is null)
            attributes.Set(root, EntryAttributes.OfImplied(time));
        if (own.TryStat(parent) is null)
        {
            foreach (var missing in TreePath.Above(path).Where(above => own.TryStat(above) is null))
            {
                own.At(missing, (folder, name) => folder.MakeFolder(name));
                attributes.Set(own.TryStat(missing)!.Inode, EntryAttributes.OfImplied(time));
            }
        }

        return path;
    }

    /// <summary>The directory a path is in, once the links that this layer made are followed, inside the root.</summary>
    private ByteString Parents(ByteString path) => new OwnLinks(own).Resolve(TreePath.Parent(path));
}
