using OciFs.Images;
using OciFs.References;
using OciFs.Searching;

namespace OciFs.Cli.Commands;

/// <summary>Searches all images of a source.</summary>
/// <param name="store">The source.</param>
/// <param name="source">As it was written.</param>
/// <param name="asked">The platform that was asked for; null for the default one of each image.</param>
/// <param name="isAll">Whether all platforms are searched.</param>
/// <param name="print">Makes lines of what is found.</param>
internal sealed class FoundInImages(ImageStore store, string source, string? asked, bool isAll, FoundPrinter print)
{
    private readonly HashSet<string> _lacking = new(StringComparer.Ordinal);
    private readonly HashSet<string> _there = new(StringComparer.Ordinal);

    /// <summary>What is found, in the order of the store; behind it paths that no image has, and why images could not be searched.</summary>
    /// <param name="conditions">What files have to meet.</param>
    /// <param name="paths">Where the search begins in each image; none for the root.</param>
    public IEnumerable<FoundLine> Find(FileConditions conditions, string[] paths)
    {
        foreach (var problem in store.Problems)
        {
            yield return FoundLine.Failed(problem);
        }

        var problems = new List<FoundLine>();
        var searched = Searched(problems).ToArray();
        if (searched.Length == 0 && problems.Count == 0)
        {
            yield return FoundLine.Failed(asked is null ? $"{store.Source}: there is no image (see: ocifs images {source})" : $"{store.Source}: no image has {asked} (see: ocifs images)");
        }

        using var search = new ImageSearch(store, conditions, paths.Length == 0 ? null : root => StartsOf(root, paths));
        foreach (var line in search.Find(
            searched,
            (number, root) =>
            {
                var (image, platform) = searched[number];
                var (users, before) = (new ImageUsers(root), Before(image, platform));
                return match => print.Line(match, users, before, image.Name, platform.FolderName);
            },
            (number, path, error) => FoundLine.Failed(
                searched[number].Image.Name + ": " + (path.IsEmpty ? error.Message : $"{FileNames.Text(path.Span)}: {error.Message}"))))
        {
            yield return line;
        }

        foreach (var problem in problems)
        {
            yield return problem;
        }

        foreach (var path in _lacking.Except(_there, StringComparer.Ordinal))
        {
            yield return FoundLine.Failed($"{(path.Length == 0 ? "''" : path)}: no image has such a file");
        }
    }

    // Artifacts have nothing to search; an image that should have is told of.
    private IEnumerable<(Image Image, ImagePlatform Platform)> Searched(List<FoundLine> problems)
    {
        PlatformName? wanted = asked is null ? null : GlobalOptions.PlatformOf(asked);
        foreach (var image in store.Images)
        {
            problems.AddRange(image.Problems.Select(problem => FoundLine.Failed($"{image.Name}: {problem}")));
            var platforms = isAll ? image.Platforms.AsEnumerable()
                : wanted is null ? [image.DefaultPlatform!]
                : [image.Platforms.FirstOrDefault(platform => platform.FolderName == asked) ?? image.PlatformFor(wanted)!];
            foreach (var platform in platforms.OfType<ImagePlatform>().Where(platform => image.IsFetched(platform)))
            {
                yield return (image, platform);
            }
        }
    }

    // What an image lacks is nothing to be told of, unless all do.
    private List<SearchStart> StartsOf(FileNode root, string[] paths)
    {
        List<SearchStart> starts = [];
        foreach (var path in paths)
        {
            var found = ExpandIn(root, path);
            starts.AddRange(found.Select(file => new SearchStart(file.Path, file.Node)));
            lock (_there)
            {
                _ = found.Count > 0 ? _there.Add(path) : _lacking.Add(path);
            }
        }

        return starts;
    }

    private static List<FoundFile> ExpandIn(FileNode root, string path)
    {
        var bytes = ByteText.Encode(path);
        if (bytes.Length == 0)
        {
            return [];
        }

        try
        {
            return [new FoundFile(bytes, root.Resolve(bytes, followLast: false))];
        }
        catch (OciFsException error) when (error.Error is OciFsError.NotFound or OciFsError.Invalid)
        {
            return FilePattern.IsPattern(bytes) ? new PathPattern(root, followLast: false).Expand([], bytes) : [];
        }
    }

    // What cp takes: an image's default platform needs no name.
    private byte[] Before(Image image, ImagePlatform platform)
    {
        var place = ReferenceEquals(platform, image.DefaultPlatform) ? string.Empty : $"//images/{PathSegment.Encode(image.Name)}/platforms/{platform.FolderName}/rootfs";
        return ByteText.Encode($"{source.TrimEnd(':')}:{image.Name}:{place}");
    }
}
