using System.CommandLine;
using OciFs.Images;

namespace OciFs.Cli.Commands;

/// <summary><c>ocifs cat</c>.</summary>
internal static class CatCommand
{
    private const int ChunkBytes = 1 << 20;

    private static readonly Argument<string> Image = ImageArgument.Create();

    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "Files in the image; may be patterns; //images/… is a path of the mounted tree",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Platform = GlobalOptions.Platform();

    private static readonly Option<string?> Namespace = GlobalOptions.Namespace();

    /// <summary>The command's definition.</summary>
    public static Command Create()
    {
        var command = new Command("cat", "Print files of an image, one after the other, as they are.") { Image, Paths, Platform, Namespace };
        command.SetAction(parsed => Run(parsed));
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        using var image = ImageFiles.Open(parsed, parsed.GetRequiredValue(Image), Platform, Namespace);
        var chunk = new byte[ChunkBytes];
        var status = ExitStatus.Done;
        foreach (var path in parsed.GetRequiredValue(Paths))
        {
            foreach (var file in Find(image, path, ref status))
            {
                status = Math.Max(status, Copy(file, chunk));
            }
        }

        return status;
    }

    private static IReadOnlyList<FoundFile> Find(ImageFiles image, string path, ref int status)
    {
        try
        {
            return image.Expand(path);
        }
        catch (OciFsException error)
        {
            Output.Fail(path, error);
            status = ExitStatus.Failed;
            return [];
        }
    }

    // What cannot be read ends one file; what cannot be written ends all.
    private static int Copy(in FoundFile file, byte[] chunk)
    {
        Stream? stream = null;
        try
        {
            while (true)
            {
                int length;
                try
                {
                    stream ??= Open(file.Node);
                    length = stream.ReadAtLeast(chunk, chunk.Length, throwOnEndOfStream: false);
                }
                catch (OciFsException error)
                {
                    Output.Fail(ByteText.Decode(file.Path), error);
                    return ExitStatus.Failed;
                }

                if (length == 0)
                {
                    return ExitStatus.Done;
                }

                Output.Stream.Write(chunk.AsSpan(0, length));
                Output.Stream.Flush();
            }
        }
        finally
        {
            stream?.Dispose();
        }
    }

    private static Stream Open(FileNode node) => node.Kind switch
    {
        FileKind.Regular => node.OpenRead(),
        FileKind.Directory => throw new OciFsException(OciFsError.Invalid, "is a directory (see: ocifs ls, ocifs cp)"),
        _ => throw new OciFsException(OciFsError.Invalid, $"is a {FileTypeWords.Of(node.Attributes.Mode)}, which has no content"),
    };
}
