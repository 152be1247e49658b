using OciFs.Images;
using OciFs.References;
using OciFs.Resolution;

namespace OciFs.Cli.Printing;

/// <summary>What <c>ocifs images</c> prints for people.</summary>
internal static class ImagesTable
{
    private const int ShownHex = 12;

    // What leaves a table of usual names within 100 columns.
    private const int PlatformsWidth = 24;
    private const int NamesWidth = 60;

    /// <summary>Prints rows of images, of all that the store has, as wide as their names need.</summary>
    public static void Print(IEnumerable<string[]> rows, IReadOnlyCollection<Image> all, bool isFull) => Output.Table(
        ["NAME", "ID", "PLATFORMS", "CREATED", "SIZE"], rows, least: all.Count == 0 ? 0 : all.Max(image => NameOf(image, isFull).Length), isFull);

    /// <summary>Prints images below those that they were made upon.</summary>
    public static void Print(IEnumerable<ImageForest.Line> lines, ImageRelations relations, bool isFull) => Output.Table(
        ["NAME", "ID", "CREATED", "OWN", "SIZE"],
        lines.Select(line => Row(line, relations, isFull)),
        isFull: isFull);

    /// <summary>The row of an image.</summary>
    public static string[] Row(Image image, bool isFull)
    {
        var facts = Facts(image, isFull);
        return [NameOf(image, isFull), facts[0], PlatformsOf(image, isFull), facts[1], SizeOf(image)];
    }

    private static string[] Row(ImageForest.Line line, ImageRelations relations, bool isFull)
    {
        var image = line.Names[0];
        var own = image.DefaultPlatform is null ? image.TreeSize : relations.OwnSize(image);
        var names = Fitting([.. line.Names.Select(name => NameOf(name, isFull))], ", ", NamesWidth, isFull);
        return [line.Branch + names, .. Facts(image, isFull), Output.Size(own), SizeOf(image)];
    }

    private static string[] Facts(Image image, bool isFull)
    {
        var id = image.Id?.ToString();
        var created = image.DefaultPlatform?.Config?.Created;
        return isFull ? [id ?? "-", Output.Moment(created)] : [Output.Short(id), Output.Date(created)];
    }

    private static string SizeOf(Image image) => Output.Size(image.DefaultPlatform?.StoredSize ?? image.TreeSize);

    // An image of no name is called by its digest, of which the first digits find it as well.
    private static string NameOf(Image image, bool isFull) =>
        !isFull && Digest.TryParse(image.Name, out var digest) ? $"{digest.AlgorithmName}:{digest.Hex[..ShownHex]}" : image.Name;

    // The one that is meant, and as many of the others as fit.
    private static string PlatformsOf(Image image, bool isFull)
    {
        if (image.DefaultPlatform is not { } usual)
        {
            return image.Kind is ImageKind.Image ? "-" : ImageSummary.NameOf(image.Kind);
        }

        return Fitting([usual.FolderName, .. image.Platforms.Where(platform => platform != usual).Select(platform => platform.FolderName)], ",", PlatformsWidth, isFull);
    }

    // The first, as many of the others as fit, and how many more there are.
    private static string Fitting(string[] words, string between, int width, bool isFull)
    {
        string Cut(int shown) => string.Join(between, words.Take(shown)) + (shown < words.Length ? $" +{words.Length - shown}" : string.Empty);
        var fitting = isFull ? words.Length : 1;
        while (fitting < words.Length && Cut(fitting + 1).Length <= width)
        {
            fitting++;
        }

        return Cut(fitting);
    }
}
