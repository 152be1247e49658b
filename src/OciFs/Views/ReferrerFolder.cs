using OciFs.Resolution;

namespace OciFs.Views;

/// <summary>One artifact about a manifest: makes its folder (design §1).</summary>
internal sealed class ReferrerFolder
{
    private readonly ImageTree _tree;

    /// <param name="tree">The tree it is part of.</param>
    /// <param name="key">As <see cref="View"/>.</param>
    /// <param name="referrer">The artifact.</param>
    /// <param name="referrers">What is about what there.</param>
    public ReferrerFolder(ImageTree tree, string key, ResolvedReferrer referrer, ReferrerTree referrers)
    {
        _tree = tree;
        Referrer = referrer;
        View = tree.Add(new FolderView(tree, key, Folder(key, referrers), default));
        foreach (var file in referrer.Files)
        {
            tree.Watch(file.Descriptor.Digest, View);
        }
    }

    /// <summary>The artifact.</summary>
    public ResolvedReferrer Referrer { get; }

    /// <summary>The folder.</summary>
    public FolderView View { get; }

    private FixedFolder Folder(string key, ReferrerTree referrers)
    {
        var folder = new FixedFolder();
        if (Referrer.Bytes is { } bytes)
        {
            folder.Add("manifest", new BytesFile(bytes));
        }

        if (Referrer.Config is { } config)
        {
            folder.Add("config", new BlobFile(_tree.Layers, config));
        }

        folder.Add("digest", new BytesFile($"{Referrer.Descriptor.Digest}\n"));
        string[] types = Referrer is { PredicateTypes.IsEmpty: false } ? [.. Referrer.PredicateTypes] : Referrer.ArtifactType is { } type ? [type] : [];
        if (types.Length > 0)
        {
            folder.Add("type", new BytesFile(string.Concat(types.Select(line => line + "\n"))));
        }

        FilesFolder.AddTo(folder, _tree.Layers, Referrer.Files);
        var digest = Referrer.Descriptor.Digest;
        folder.Add("referrers", new ChangingFolder(
            $"{key}\nreferrers", () => referrers.Of(digest).Any(), own => _tree.Add(new ReferrersView(_tree, own, referrers, digest))));
        folder.Add("error", new ChangingFile(Error));
        return folder;
    }

    private byte[]? Error() => ErrorLines.Of([.. Referrer.Problems, .. FilesFolder.Problems(_tree.Layers, Referrer.Files)], _tree.HostPaths);
}
