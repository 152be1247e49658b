using System.CommandLine;
using OciFs.Images;

namespace OciFs.Cli.Arguments;

/// <summary>
/// What a command looks into: an opened SOURCE, the image of it that is meant, and the files that PATHs mean. PATH is a path in the image's root file system,
/// or, behind <c>//</c>, in the tree that a mount of the source shows (design §3). Disposing it closes the store.
/// </summary>
internal sealed class ImageFiles : IDisposable
{
    private readonly string _source;
    private readonly string? _asked;

    private ImageFiles(ImageStore store, string source, string? asked) => (Store, _source, _asked) = (store, source, asked);

    /// <summary>The source.</summary>
    public ImageStore Store { get; }

    /// <summary>The one image.</summary>
    /// <exception cref="OciFsException">There is none, or there are several.</exception>
    public Image Image => field ??= ImageArgument.Select(Store, _source);

    /// <summary>Its platform that is meant.</summary>
    /// <exception cref="OciFsException">As <see cref="Image"/>; it has not the platform, or none.</exception>
    public ImagePlatform Platform => field ??= Told(ImageArgument.PlatformOf(Image, _asked) ?? throw NoPlatform());

    /// <summary>The root file system of <see cref="Platform"/>.</summary>
    public FileNode RootFs => field ??= Platform.RootFs;

    /// <summary>Opens a source.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The source, as it was written.</param>
    /// <param name="platform">The option that chooses a platform.</param>
    /// <param name="owner">The option that chooses a namespace.</param>
    /// <exception cref="OciFsException">As opening it goes.</exception>
    public static ImageFiles Open(ParseResult parsed, string source, Option<string?> platform, Option<string?> owner)
    {
        var asked = parsed.GetValue(platform);
        try
        {
            return new ImageFiles(GlobalOptions.Open(source, parsed.GetValue(owner), asked), source, asked);
        }
        catch (OciFsException error) when (error.Error is OciFsError.NotFound && parsed.CommandResult.Command.Name != "cp" && ImagePath.HintOf(source, parsed) is { } hint)
        {
            throw new OciFsException(error.Error, $"{error.Message} ({hint})", error);
        }
    }

    /// <summary>Whether a PATH is one of the tree, not of the root file system.</summary>
    public static bool IsOfTree(string path) => path.StartsWith("//", StringComparison.Ordinal);

    /// <summary>The file that a PATH means.</summary>
    /// <param name="path">The path, as <see cref="ByteText"/>.</param>
    /// <param name="followLast">Whether a symbolic link at its end is followed.</param>
    /// <exception cref="OciFsException">Names the path: there is no such file, or it cannot be had.</exception>
    public FileNode Resolve(string path, bool followLast = true)
    {
        try
        {
            return RootOf(path).Resolve(BytesOf(path), followLast);
        }
        catch (OciFsException error) when (IsOfTree(path) && error.Message.StartsWith(path[1..], StringComparison.Ordinal))
        {
            throw new OciFsException(error.Error, $"/{error.Message}", error);
        }
    }

    /// <summary>
    /// The files that a PATH means, which may be a pattern: what is there under its very name goes first; else all that <c>*</c>, <c>?</c> and <c>[…]</c> stand
    /// for, by ascending bytes, each with the path that leads to it.
    /// </summary>
    /// <param name="path">As <see cref="Resolve"/>.</param>
    /// <param name="followLast">As <see cref="Resolve"/>.</param>
    /// <exception cref="OciFsException">Names the path: there is no such file, nothing matches, or it cannot be had.</exception>
    public IReadOnlyList<FoundFile> Expand(string path, bool followLast = true)
    {
        var bytes = BytesOf(path);
        if (!FilePattern.IsPattern(bytes))
        {
            return [new FoundFile(ByteText.Encode(path), Resolve(path, followLast))];
        }

        try
        {
            return [new FoundFile(ByteText.Encode(path), Resolve(path, followLast))];
        }
        catch (OciFsException error) when (error.Error is OciFsError.NotFound or OciFsError.Invalid)
        {
            var found = new PathPattern(RootOf(path), followLast).Expand(IsOfTree(path) ? "/"u8 : [], bytes);
            return found.Count > 0 ? found : throw new OciFsException(OciFsError.NotFound, $"{path}: nothing matches");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Store.Dispose();

    // The tree's paths without the first of their two slashes. A word that is empty names nothing (POSIX 4.16).
    private static byte[] BytesOf(string path) => ByteText.Encode(path) is { Length: > 0 } bytes
        ? (IsOfTree(path) ? bytes[1..] : bytes)
        : throw new OciFsException(OciFsError.NotFound, "'': no such file");

    private FileNode RootOf(string path) => IsOfTree(path) ? Store.Root : RootFs;

    // What is wrong with its documents; what is wrong with layers is told when they are read.
    private ImagePlatform Told(ImagePlatform platform)
    {
        foreach (var problem in platform.Problems)
        {
            Output.Warn($"{Image.Name}: {problem}");
        }

        return platform;
    }

    private OciFsException NoPlatform() => new(OciFsError.NotFound, Image.Problems is [var problem, ..]
        ? $"{Image.Name}: {problem}"
        : $"{Image.Name}: it has no root file system, for it is no image to run but an artifact (see: ocifs inspect)");
}
