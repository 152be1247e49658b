using OciFs.Images;
using OciFs.Stores;

namespace OciFs.Cli.Arguments;

/// <summary>
/// The two trees that <c>ocifs diff</c> compares. With <c>--layer</c>, or <c>--platform</c> twice, there is one IMAGE, and the word behind it is PATH; else the
/// first two words are IMAGEs, and a third is PATH. Behind <c>//</c> that is a path of the trees that mounts of the two show, and they are SOURCEs of any images.
/// Disposing it closes the stores.
/// </summary>
internal sealed class ComparedTrees : IDisposable
{
    private readonly List<ImageStore> _stores = [];
    private readonly string? _namespace;

    private ComparedTrees(string? owner) => _namespace = owner;

    /// <summary>What PATH is of the first tree; null where there is nothing.</summary>
    public FileNode? Before { get; private set; }

    /// <summary>What PATH is of the second tree; null where there is nothing.</summary>
    public FileNode? After { get; private set; }

    /// <summary>What printed paths begin with: PATH without slashes at its end.</summary>
    public byte[] Prefix { get; private set; } = [];

    /// <summary>Whether the first tree is nothing at all, which lies below the base layer.</summary>
    public bool IsFromNothing { get; private set; }

    /// <summary>Opens what a command line means.</summary>
    /// <param name="words">IMAGE and what is behind it.</param>
    /// <param name="platforms">The platforms, as asked for.</param>
    /// <param name="layers">The layers, as asked for.</param>
    /// <param name="owner">The namespace, as asked for.</param>
    /// <exception cref="UsageException">The words and options do not go together.</exception>
    /// <exception cref="OciFsException">An image or a layer is not there, or PATH is in neither tree.</exception>
    public static ComparedTrees Open(IReadOnlyList<string> words, string[] platforms, int[] layers, string? owner)
    {
        Check(platforms, layers);
        var trees = new ComparedTrees(owner);
        try
        {
            var isOne = layers.Length > 0 || platforms.Length == 2;
            var path = PathOf(words, isOne ? 1 : 2);
            var (before, after) = ImageFiles.IsOfTree(path) ? trees.Roots(words, platforms.FirstOrDefault(), isOne)
                : layers.Length > 0 ? trees.Layers(words[0], platforms, layers)
                : isOne ? trees.Platforms(words[0], platforms)
                : trees.Images(words[0], words[1], platforms.FirstOrDefault());
            trees.Resolve(before, after, path);
            return trees;
        }
        catch
        {
            trees.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stores.ForEach(store => store.Dispose());

    private static void Check(string[] platforms, int[] layers)
    {
        if (platforms.Length > 2)
        {
            throw new UsageException("--platform: once for both trees, or twice for two platforms of one image");
        }

        if (layers.Length > 2)
        {
            throw new UsageException("--layer: once for what a layer changed, or twice for the layers up to each");
        }

        if (layers.Length > 0 && platforms.Length == 2)
        {
            throw new UsageException("--layer: of one platform (give --platform once)");
        }
    }

    private static string PathOf(IReadOnlyList<string> words, int images)
    {
        if (words.Count < images)
        {
            throw new UsageException("diff: two IMAGEs are compared, or of one two platforms (--platform twice) or layers (--layer) (see: ocifs diff --help)");
        }

        if (words.Count > images + 1)
        {
            throw new UsageException($"{words[images + 1]}: one PATH at most (with --layer, or --platform twice, there is one IMAGE)");
        }

        var path = words.Count > images ? words[images] : "/";
        return path.StartsWith('/') ? path
            : throw new UsageException($"{path}: a PATH begins with / (with --layer, or --platform twice, there is one IMAGE)");
    }

    // The trees that mounts of two sources show, whatever images they have.
    private (FileNode Before, FileNode After) Roots(IReadOnlyList<string> words, string? platform, bool isOne) => isOne
        ? throw new UsageException($"{words[1]}: a path of the tree of all images, where layers and platforms have folders of their own")
        : (Open(words[0], platform).Root, Open(words[1], platform).Root);

    private (FileNode Before, FileNode After) Images(string one, string other, string? platform)
    {
        var (before, after) = OpenShared(one, other, platform) ?? (Selected(Open(one, platform), one), Selected(Open(other, platform), other));
        return (RootFsOf(before, platform), RootFsOf(after, platform));
    }

    private (FileNode Before, FileNode After) Platforms(string source, string[] platforms)
    {
        var image = Selected(Open(source, platforms[0]), source);
        return (RootFsOf(image, platforms[0]), RootFsOf(image, platforms[1]));
    }

    private (FileNode? Before, FileNode After) Layers(string source, string[] platforms, int[] layers)
    {
        var image = Selected(Open(source, platforms.FirstOrDefault()), source);
        var platform = PlatformOf(image, platforms.FirstOrDefault());
        var last = UpTo(layers[^1])!;
        var (first, isOne) = (layers[0], layers.Length == 1);
        IsFromNothing = isOne && first == 0;
        return (IsFromNothing ? null : UpTo(isOne ? first - 1 : first), last);

        FileNode UpTo(int number) => (uint)number < (uint)platform.Layers.Length ? platform.Layers[number].RootFs
            : throw new OciFsException(OciFsError.NotFound, $"{image.Name}: there is no layer {number} (it has {platform.Layers.Length}, the base is 0)");
    }

    // Images of one store share what was read of their layers; null where they are not, or something is wrong, which opening each tells.
    private (Image, Image)? OpenShared(string one, string other, string? platform)
    {
        var (first, second) = (SourceReference.Parse(one, Path.Exists), SourceReference.Parse(other, Path.Exists));
        if (first.Reference is not { } before || second.Reference is not { } after || first with { Reference = null } != second with { Reference = null })
        {
            return null;
        }

        var store = Open(one[..^(before.Length + 1)], platform);
        try
        {
            return store.Find(before) is { } image && store.Find(after) is { } target ? (image, target) : null;
        }
        catch (OciFsException)
        {
            return null;
        }
    }

    private ImageStore Open(string source, string? platform)
    {
        var store = GlobalOptions.Open(source, _namespace, platform);
        _stores.Add(store);
        return store;
    }

    private static Image Selected(ImageStore store, string source) => ImageArgument.Select(store, source);

    private static FileNode RootFsOf(Image image, string? platform) => PlatformOf(image, platform).RootFs;

    private static ImagePlatform PlatformOf(Image image, string? platform) => ImageArgument.PlatformOf(image, platform)
        ?? throw new OciFsException(OciFsError.NotFound, image.Problems is [var problem, ..]
            ? $"{image.Name}: {problem}"
            : $"{image.Name}: it has no root file system, for it is no image to run but an artifact (see: ocifs inspect)");

    private void Resolve(FileNode? before, FileNode after, string path)
    {
        var bytes = ByteText.Encode(path);
        Prefix = ByteText.Encode(path).AsSpan().TrimEnd((byte)'/').ToArray();
        var missing = new OciFsException[1];
        Before = TryResolve(before, bytes, missing);
        After = TryResolve(after, bytes, missing);
        if (Before is null && After is null)
        {
            throw missing[0];
        }
    }

    private static FileNode? TryResolve(FileNode? root, byte[] path, OciFsException[] missing)
    {
        try
        {
            return root?.Resolve(path);
        }
        catch (OciFsException error) when (error.Error is OciFsError.NotFound or OciFsError.Invalid)
        {
            missing[0] = error;
            return null;
        }
    }
}
