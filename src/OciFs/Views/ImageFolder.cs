using System.Collections.Immutable;
using System.Text;
using OciFs.References;
using OciFs.Resolution;
using OciFs.Stores;

namespace OciFs.Views;

/// <summary>One image of the tree: makes its folder (design §1) and knows what is wrong with it.</summary>
internal sealed class ImageFolder
{
    private readonly ImageTree _tree;
    private readonly ResolvedImage _image;
    private readonly string _key;
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _problems = new(StringComparer.Ordinal);

    /// <param name="tree">The tree it is part of.</param>
    /// <param name="named">The image.</param>
    /// <param name="place">What keys of its place in the tree begin with (<see cref="ImagesView"/>).</param>
    /// <param name="image">What it was resolved to.</param>
    public ImageFolder(ImageTree tree, NamedImage named, string place, ResolvedImage image)
    {
        _tree = tree;
        _image = image;
        _key = KeyOf(named, place);
        _problems.UnionWith(image.AllProblems);

        View = new FolderView(tree, _key, Folder(), Time(image.Default?.Config?.Created));
    }

    /// <summary>The folder.</summary>
    public FolderView View { get; }

    /// <summary>Whether the default platform is the one that was asked for, or one that it runs.</summary>
    public bool HasWantedPlatform => _image.HasWantedPlatform;

    /// <summary>The merged tree of the default platform; null where there is none, or no layer.</summary>
    public View? DefaultRootfs => _image.Default is { Layers.IsEmpty: false } platform
        ? Rootfs($"{KeyOf(platform)}\nrootfs", platform, platform.Layers).View
        : null;

    /// <summary>What an image's folder is known by in every process.</summary>
    public static string KeyOf(NamedImage image, string place) => $"{place}image\n{image.Name}\n{image.Target.Digest}";

    /// <summary>Whether something was wrong or absent when the image was resolved, which may be there since.</summary>
    public bool IsProvisional => _image.Absent.Any(digest => _tree.Store.TryGetBlobSize(digest, out _)) || !_image.Problems.IsEmpty || _image.Platforms.Any(platform => !platform.Problems.IsEmpty);

    /// <summary>Whether another resolution of the image came to the same.</summary>
    public bool IsOf(ResolvedImage image) => image.Problems.SequenceEqual(_image.Problems, StringComparer.Ordinal)
        && image.Platforms.Select(platform => platform.FolderName).SequenceEqual(_image.Platforms.Select(platform => platform.FolderName), StringComparer.Ordinal)
        && image.Platforms.SelectMany(platform => platform.Problems).SequenceEqual(
            _image.Platforms.SelectMany(platform => platform.Problems), StringComparer.Ordinal);

    /// <summary>The layers of all platforms, and of an artifact.</summary>
    public IEnumerable<Digest> Layers => [.. _image.Platforms.Select(platform => platform.Layers).Distinct().SelectMany(layers => layers).Select(layer => layer.Descriptor.Digest), .. _image.Files.Select(file => file.Descriptor.Digest)];

    /// <summary>The lines of <c>error</c> now; null for none.</summary>
    private byte[]? Error()
    {
        var lines = new List<string>();
        foreach (var platform in _image.Platforms.Where(platform => _tree.Content.IsFetched(_image, platform)))
        {
            foreach (var layer in platform.Layers)
            {
                IReadOnlyList<string> problems = layer.Claim.FormIn(_tree.Store) switch
                {
                    LayerForm.Missing => [ContentCheck.Missing(layer.Descriptor)],
                    LayerForm.Blob when layer.Claim.EncryptedProblem is { } encrypted => [encrypted],
                    _ => _tree.Layers.ProblemsOf(layer.Claim),
                };
                lines.AddRange(problems.Select(problem => $"{platform.FolderName}: layer {layer.Number:00}: {problem}"));
            }
        }

        lock (_gate)
        {
            lines.AddRange(_problems);
        }

        return ErrorLines.Of([.. lines, .. FilesFolder.Problems(_tree.Layers, _image.Files)], _tree.HostPaths);
    }

    private string KeyOf(ResolvedPlatform platform) => $"{_key}\n{platform.FolderName}";

    private FixedFolder Folder()
    {
        var folder = new FixedFolder();
        if (_image.TargetBytes is { } bytes)
        {
            folder.Add("manifest", new BytesFile(bytes));
        }

        if (_image.Default?.ConfigBytes is { } config)
        {
            folder.Add("config", new BytesFile(config));
        }
        else if (_image is { Kind: ImageKind.Artifact, Manifest.Config: { } other })
        {
            folder.Add("config", new BlobFile(_tree.Layers, other));
        }

        folder.Add("digest", new BytesFile($"{_image.Target.Digest}\n"));
        if (_image.Default is { } chosen)
        {
            folder.Add("rootfs", new FixedLink(Encoding.UTF8.GetBytes($"platforms/{chosen.FolderName}/rootfs")));
        }

        if (!_image.Platforms.IsEmpty)
        {
            var platforms = folder.Add("platforms", new FixedFolder());
            foreach (var platform in _image.Platforms)
            {
                platforms.Add(platform.FolderName, new Doorway(() => _tree.Add(PlatformView(platform))));
            }
        }

        FilesFolder.AddTo(folder, _tree.Layers, _image.Files);
        AddReferrers(folder, _key, _image.Target.Digest);
        folder.Add("error", new ChangingFile(Error));
        return folder;
    }

    private void AddReferrers(FixedFolder folder, string key, Digest subject)
    {
        var referrers = new ReferrerTree(_tree, subject);
        folder.Add("referrers", new ChangingFolder(
            key + "\nreferrers", () => referrers.Of(subject).Any(), own => _tree.Add(new ReferrersView(_tree, own, referrers, subject))));
    }

    private FolderView PlatformView(ResolvedPlatform platform)
    {
        var key = KeyOf(platform);
        var folder = new FixedFolder();
        if (platform.ManifestBytes is { } manifest)
        {
            folder.Add("manifest", new BytesFile(manifest));
        }

        if (platform.ConfigBytes is { } config)
        {
            folder.Add("config", new BytesFile(config));
        }

        folder.Add("digest", new BytesFile($"{platform.Descriptor.Digest}\n"));
        folder.Add("rootfs", Rootfs(key + "\nrootfs", platform, platform.Layers));
        var layers = folder.Add("layers", new FixedFolder());
        foreach (var layer in platform.Layers)
        {
            layers.Add($"{layer.Number:00}", LayerFolder($"{key}\n{layer.Number}", platform, platform.Layers[..(layer.Number + 1)]));
        }

        AddReferrers(folder, key, platform.Descriptor.Digest);
        return new FolderView(_tree, key, folder, Time(platform.Config?.Created));
    }

    /// <summary>The folder of the topmost of <paramref name="stack"/>.</summary>
    private FixedFolder LayerFolder(string key, ResolvedPlatform platform, ImmutableArray<ResolvedLayer> stack)
    {
        var resolved = stack[^1];
        var layer = _tree.Layers.Get(resolved.Claim);
        var form = resolved.Claim.FormIn(_tree.Store);
        var folder = new FixedFolder();
        if (form is LayerForm.Blob or LayerForm.Missing)
        {
            folder.Add("blob", new BlobFile(_tree.Layers, resolved.Descriptor));
        }

        if (form is not LayerForm.Folder)
        {
            folder.Add("tar", new TarFile(layer));
        }

        folder.Add("diff", new Doorway(() => _tree.Add(
            new DiffView(_tree, key + "\ndiff", [.. stack.Select(below => _tree.Layers.Get(below.Claim))]))));
        folder.Add("rootfs", Rootfs(key + "\nrootfs", platform, stack));
        folder.Add("info.json", new ChangingFile(() => LayerInfo.Describe(resolved, form, StoredSize(resolved), _image.IsManifestMade, layer.OpenedIfReady)));
        return folder;
    }

    private long? StoredSize(ResolvedLayer layer) => _tree.Store.TryGetBlobSize(layer.Descriptor.Digest, out var size) ? size : null;

    private Doorway Rootfs(string key, ResolvedPlatform platform, ImmutableArray<ResolvedLayer> stack) => stack.IsEmpty
        ? new Doorway(() => _tree.Add(new FolderView(_tree, key, new FixedFolder(UnixMode.ImpliedDirectoryPermissions), default)))
        : new Doorway(() => _tree.Add(new RootfsView(_tree, key, stack, problems => AddAll(platform, problems))));

    private void AddAll(ResolvedPlatform platform, IReadOnlyList<string> problems)
    {
        lock (_gate)
        {
            _problems.UnionWith(problems.Select(problem => $"{platform.FolderName}: {problem}"));
        }

        _tree.Tell(View);
    }

    private static NodeTime Time(DateTimeOffset? created) => created is { } date ? NodeTime.From(date) : default;
}
