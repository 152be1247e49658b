using System.CommandLine;
using OciFs.Images;

namespace OciFs.Cli.Arguments;

/// <summary>The argument IMAGE: a SOURCE that selects one image (design §3).</summary>
internal static class ImageArgument
{
    /// <summary>The argument.</summary>
    public static Argument<string> Create() => new("IMAGE")
    {
        Description = "A SOURCE that selects one image by name, ID or digest, as ./layout:tag; nothing need be selected where there is one image",
    };

    /// <summary>The image that an opened source selects.</summary>
    /// <param name="store">The source, opened.</param>
    /// <param name="source">The source as it was written.</param>
    /// <exception cref="OciFsException">
    /// <see cref="OciFsError.NotFound"/>: there is no image; <see cref="OciFsError.Ambiguous"/>: there are several.
    /// </exception>
    public static Image Select(ImageStore store, string source)
    {
        var images = store.Images;
        return images.Length switch
        {
            1 => images[0],
            0 when store.Problems is [var problem, ..] => throw new OciFsException(OciFsError.NotFound, problem),
            0 => throw new OciFsException(OciFsError.NotFound, $"{store.Source}: there is no image (see: ocifs images {source})"),
            _ => throw new OciFsException(
                OciFsError.Ambiguous,
                $"{store.Source}: there are {images.Length} images, not one (select one, as {source.TrimEnd(':')}:{images[0].Name}; see: ocifs images {source})"),
        };
    }

    /// <summary>Whether an image has a platform that was asked for.</summary>
    public static bool HasPlatform(Image image, string asked) =>
        image.Platforms.Any(platform => platform.FolderName == asked) || image.PlatformFor(GlobalOptions.PlatformOf(asked)) is not null;

    /// <summary>The platform of an image that was asked for; its default platform where none was; null where it has no platforms.</summary>
    /// <exception cref="OciFsException"><see cref="OciFsError.NotFound"/>: it has not the one that was asked for.</exception>
    public static ImagePlatform? PlatformOf(Image image, string? asked)
    {
        if (asked is null)
        {
            return image.DefaultPlatform;
        }

        var has = image.Platforms.IsEmpty ? "no platform" : string.Join(", ", image.Platforms.Select(platform => platform.FolderName));
        return image.Platforms.FirstOrDefault(platform => platform.FolderName == asked) ?? image.PlatformFor(GlobalOptions.PlatformOf(asked))
            ?? throw new OciFsException(OciFsError.NotFound, $"{image.Name}: there is no {asked} (it has {has})");
    }
}
