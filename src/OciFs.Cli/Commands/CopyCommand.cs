using System.CommandLine;
using OciFs.Unpacking;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs cp</c>.</summary>
internal static class CopyCommand
{
    private const string ToOutput = "-";

    private static readonly Argument<string[]> Words = new("IMAGE:PATH... DEST")
    {
        Description = "What is copied, an image and an absolute path in it, as ./layout:tag:/etc/passwd, in which names may be patterns; and where to, as cp has it: into "
            + "a folder that is there, else to that name. - is a tar archive to standard output. PATH begins with // for a path of the tree that a mount shows",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> KeepsAll = new("--archive", "-a")
    {
        Description = "Keep owners, modes, times, extended attributes, hard links, devices and pipes, and links as links, as cp -a does",
    };

    private static readonly Option<bool> Recursive = new("--recursive", "-r", "-R") { Description = "As cp has it; folders are copied with all that is in them without it too" };

    private static readonly Option<bool> Follows = new("--dereference", "-L") { Description = "Copy what symbolic links lead to inside the image, also those in folders" };

    private static readonly Option<bool> FollowsNone = new("--no-dereference", "-P")
    {
        Description = "Copy symbolic links as links, also those that PATH names; without -a, -L and -P those are followed, and those in folders are not",
    };

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        const string what = "Copy files out of images, folders with all that is in them. Nothing outside DEST is written to, whatever the links of an image say. Without -a "
            + "files get their permission bits less the umask, and the time of the copy.";
        var command = new Command("cp", what) { Words, KeepsAll, Recursive, Follows, FollowsNone, Platform, Namespace };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var words = parsed.GetRequiredValue(Words);
        if (words.Length < 2)
        {
            throw new UsageException($"{words[0]}: where to? (ocifs cp IMAGE:PATH... DEST; see: ocifs cp --help)");
        }

        if (parsed.GetValue(Follows) && parsed.GetValue(FollowsNone))
        {
            throw new UsageException("-L and -P: one of them");
        }

        var dest = words[^1];
        if (dest == ToOutput && Screen.IsOutput)
        {
            throw new UsageException("an archive is not written to a terminal (redirect the output, or name a folder)");
        }

        var paths = Array.ConvertAll(words[..^1], ImagePath.Parse);
        using var opened = new OpenedImages(image => ImageFiles.Open(parsed, image, Platform, Namespace));
        var followsNamed = parsed.GetValue(Follows) || !(parsed.GetValue(KeepsAll) || parsed.GetValue(FollowsNone));
        var isWell = true;
        List<CopySource> sources = [];
        foreach (var path in paths)
        {
            isWell &= TryFind(opened, path, followsNamed, sources);
        }

        if (sources.Count == 0)
        {
            return ExitStatus.Failed;
        }

        var options = new CopyOptions { KeepsAll = parsed.GetValue(KeepsAll), FollowsLinks = parsed.GetValue(Follows), Problem = Output.Warn, Remark = Output.Warn };
        isWell &= dest == ToOutput ? Archive(sources, options) : Copy(sources, CopyTarget.Of(dest, sources is [{ File.Kind: FileKind.Directory }], sources.Count > 1), options);
        return isWell ? ExitStatus.Done : ExitStatus.Failed;
    }

    // One PATH that is not there does not keep the others from being copied.
    private static bool TryFind(OpenedImages opened, ImagePath path, bool follows, List<CopySource> sources)
    {
        try
        {
            var files = opened.Get(path.Image);
            var root = ImageFiles.IsOfTree(path.Path) ? files.Store.Root : files.RootFs;
            sources.AddRange(files.Expand(path.Path, follows).Select(found => new CopySource(root, found.Path, found.Node)));
            return true;
        }
        catch (OciFsException error)
        {
            Output.Warn(error.Message);
            return false;
        }
    }

    private static bool Archive(List<CopySource> sources, CopyOptions options)
    {
        using var work = Progress.Meter.Begin("copying", TotalOf(sources));
        var archive = new TreeArchive(Output.Stream, options with { Work = work });
        foreach (var source in sources)
        {
            archive.Add(source, NameOf(source));
        }

        archive.Finish();
        return true;
    }

    private static bool Copy(List<CopySource> sources, CopyTarget target, CopyOptions options)
    {
        using var work = Progress.Meter.Begin("copying", TotalOf(sources));
        if (target.IsSpecial)
        {
            return Pour(sources[0], target);
        }

        return Interruption.Guard(end =>
        {
            using var copy = new FolderCopy(target.Folder, options with { Work = work, End = end });
            foreach (var source in sources)
            {
                copy.Copy(source, target.Name ?? NameOf(source));
            }

            copy.Finish();
            return copy.IsComplete ? ExitStatus.Done : ExitStatus.Failed;
        }) == ExitStatus.Done;
    }

    // Into a device or a pipe goes what is in the file, as with cp.
    private static bool Pour(CopySource source, CopyTarget target)
    {
        using var content = source.File.OpenRead();
        using var file = NewFile.Create([.. target.Folder, .. target.Name ?? []]);
        content.CopyTo(file.Stream);
        file.Finish();
        return true;
    }

    // Files that are named; of folders nobody knows without a walk.
    private static long TotalOf(List<CopySource> sources) =>
        sources.TrueForAll(source => source.File.Kind is not FileKind.Directory) ? ByteSum.Of(sources.Select(source => source.File.Attributes.Size)) : 0;

    private static byte[] NameOf(in CopySource source) => CopyTarget.LastName(source.Path.Span);
}
