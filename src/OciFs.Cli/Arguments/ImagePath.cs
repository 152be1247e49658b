using System.CommandLine;
using OciFs.Cli.Help;
using OciFs.Stores;

namespace OciFs.Cli.Arguments;

/// <summary>The argument <c>IMAGE:PATH</c>, split at its last <c>:/</c>: a SOURCE that selects one image, and an absolute path in it (design §3).</summary>
/// <param name="Image">The image.</param>
/// <param name="Path">The path; one of the tree begins with <c>//</c>.</param>
internal readonly record struct ImagePath(string Image, string Path)
{
    private const string Example = "as ./layout:tag:/etc/passwd or containers-storage:alpine:/etc";

    /// <summary>What is told of <c>IMAGE:PATH</c> where they are two words; null where it is none.</summary>
    /// <param name="word">The word that stands where an IMAGE does.</param>
    /// <param name="parsed">The command line.</param>
    public static string? HintOf(string word, ParseResult parsed)
    {
        var colon = word.LastIndexOf(":/", StringComparison.Ordinal);
        return colon <= 0 || TransportNames.Find(word.AsSpan(0, colon)) is not null
            ? null
            : $"IMAGE and PATH are two words here: {CommandWords.PathOf(parsed.CommandResult.Command)} {word[..colon]} {word[(colon + 1)..]}";
    }

    /// <summary>Splits a word of the command line.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static ImagePath Parse(string word)
    {
        var colon = word.LastIndexOf(":/", StringComparison.Ordinal);
        if (colon <= 0)
        {
            throw new UsageException($"{word}: not IMAGE:PATH with an absolute PATH ({Example})");
        }

        var split = new ImagePath(word[..colon], word[(colon + 1)..]);
        return TransportNames.Find(split.Image) is not null
            ? throw new UsageException($"{word}: a store without a PATH in an image ({Example}; here: {word}:NAME:/PATH)")
            : split;
    }
}
