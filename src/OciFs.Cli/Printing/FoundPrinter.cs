using OciFs.Searching;

namespace OciFs.Cli.Printing;

/// <summary>What <c>ocifs find</c> prints of a file.</summary>
internal enum FoundForm
{
    /// <summary>Its path.</summary>
    Path,

    /// <summary>As <c>find -ls</c>.</summary>
    Long,

    /// <summary>A document.</summary>
    Json,
}

/// <summary>A file that was found, as it is printed; or a failure.</summary>
/// <param name="Facts">What stands before the path; empty for nothing.</param>
/// <param name="Path">The path.</param>
/// <param name="Target">Where a symbolic link leads, where that is printed.</param>
/// <param name="Details">The document, where that is printed.</param>
/// <param name="Failure">Why something could not be searched; null where a file was found.</param>
internal sealed record FoundLine(string Facts, byte[] Path, byte[]? Target, FoundFileDetails? Details, string? Failure)
{
    /// <summary>Something could not be searched.</summary>
    public static FoundLine Failed(string what) => new(string.Empty, [], null, null, what);
}

/// <summary>Prints what was found.</summary>
/// <param name="form">What of each file.</param>
/// <param name="isNullEnded">Whether NUL ends each.</param>
internal sealed class FoundPrinter(FoundForm form, bool isNullEnded)
{
    /// <summary>What is printed of a file. Any thread.</summary>
    /// <param name="match">The file.</param>
    /// <param name="users">Names of owners.</param>
    /// <param name="before">What stands before its path.</param>
    /// <param name="image">Name of its image; null for none.</param>
    /// <param name="platform">Name of its platform's folder; null for none.</param>
    /// <exception cref="OciFsException">The file cannot be read.</exception>
    public FoundLine Line(FileMatch match, ImageUsers users, byte[] before, string? image, string? platform) => form switch
    {
        FoundForm.Json => new FoundLine(string.Empty, [], null, FoundFileDetails.Of(image, platform, match, users), null),
        FoundForm.Long => new FoundLine(FindLine.Of(match, users), Whole(match, before), match.Kind is FileKind.SymbolicLink ? [.. match.Node.ReadLink()] : null, null, null),
        _ => new FoundLine(string.Empty, Whole(match, before), null, null, null),
    };

    /// <summary>Prints all, each as soon as it is there; failures on standard error.</summary>
    /// <returns>Whether nothing failed.</returns>
    public bool All(IEnumerable<FoundLine> found)
    {
        var isWell = true;
        var sound = found.Where(line =>
        {
            if (line.Failure is { } failure)
            {
                Output.Warn(failure);
                isWell = false;
            }

            return line.Failure is null;
        });
        if (form is FoundForm.Json)
        {
            Output.JsonArray(sound.Select(line => line.Details!), FoundFileJson.Default.FoundFileDetails);
            return isWell;
        }

        foreach (var line in sound)
        {
            Print(line);
        }

        return isWell;
    }

    private void Print(FoundLine line)
    {
        if (line.Facts.Length > 0)
        {
            Output.Stream.Write(System.Text.Encoding.UTF8.GetBytes(Output.Line(line.Facts, int.MaxValue)));
        }

        if (line.Target is null)
        {
            FileNames.Write(line.Path, isNullEnded);
            return;
        }

        FileNames.WritePart(line.Path);
        Output.Stream.Write(" -> "u8);
        FileNames.Write(line.Target, isNullEnded);
    }

    private static byte[] Whole(FileMatch match, byte[] before) => [.. before, .. match.Path.Span];
}
