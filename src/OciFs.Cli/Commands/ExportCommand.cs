using System.CommandLine;
using OciFs.Unpacking;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs export</c>.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Image = ImageArgument.Create();

    private static readonly Option<string?> Target = new("--output", "-o")
    {
        Description = "Where it goes: a file that is there or ends with .tar, for the archive; a folder that is there and empty, or a new one written with a slash "
            + "behind it, for the files themselves with all that cp -a keeps; - is standard output, as without this option",
        HelpName = "FILE.tar|DIR/",
    };

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        const string what = "Write the root file system of an image, all layers merged, as a tar archive or as a folder. The archive is the same, byte for byte, each "
            + "time: names by ascending bytes, folders first, times and owners those of the image. A file that is written appears when it is whole, or not at all.";
        var command = new Command("export", what) { Image, Target, Platform, Namespace };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var target = ExportTarget.Of(parsed.GetValue(Target));
        using var files = ImageFiles.Open(parsed, parsed.GetRequiredValue(Image), Platform, Namespace);
        var source = new CopySource(files.RootFs, "/"u8.ToArray(), files.RootFs);

        // Waits for the layers, before anything is made that an interruption has to remove.
        _ = source.File.List();
        var total = files.Platform.UnpackedSize ?? 0;
        return target switch
        {
            { IsFolder: true } => Unpack(source, target.Path, total),
            { Path: [] } => Archive(source, Output.Stream, new CopyOptions(), total),
            _ => Interruption.Guard(end =>
            {
                using var file = NewFile.Create(target.Path);
                var status = Archive(source, file.Stream, new CopyOptions { End = end }, total);
                file.Finish();
                return status;
            }),
        };
    }

    private static int Archive(CopySource source, Stream output, CopyOptions options, long total)
    {
        using var work = Progress.Meter.Begin("copying", total);
        var archive = new TreeArchive(output, options with { Work = work });
        archive.Add(source, []);
        archive.Finish();
        return ExitStatus.Done;
    }

    private static int Unpack(CopySource source, byte[] folder, long total) => Interruption.Guard(end =>
    {
        if (HostPath.KindOf(folder) is null)
        {
            HostPath.MakeFolder(folder);
        }

        using var work = Progress.Meter.Begin("copying", total);
        using var copy = new FolderCopy(folder, new CopyOptions { KeepsAll = true, Problem = Output.Warn, Remark = Output.Warn, Work = work, End = end });
        copy.Copy(source, []);
        copy.Finish();
        return copy.IsComplete ? ExitStatus.Done : ExitStatus.Failed;
    });
}
