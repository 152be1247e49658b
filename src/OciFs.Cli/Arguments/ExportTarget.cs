using OciFs.Unpacking;

namespace OciFs.Cli.Arguments;

/// <summary>Where <c>ocifs export</c> writes to.</summary>
/// <param name="Path">The path, in bytes; empty for standard output.</param>
/// <param name="IsFolder">Whether files are written into a folder, not an archive.</param>
internal sealed record ExportTarget(byte[] Path, bool IsFolder)
{
    private static readonly (string Name, string Program)[] CompressedEndings =
    [
        (".tar.gz", "gzip"), (".tgz", "gzip"), (".tar.zst", "zstd"), (".tar.xz", "xz"), (".txz", "xz"), (".tar.bz2", "bzip2"),
    ];

    /// <summary>What the value of <c>-o</c> means.</summary>
    /// <exception cref="UsageException">It does not say whether a file or a folder is meant; or standard output is meant and a terminal.</exception>
    /// <exception cref="OciFsException">A folder that is not empty.</exception>
    public static ExportTarget Of(string? word)
    {
        if (word is null or "-")
        {
            return Screen.IsOutput
                ? throw new UsageException("an archive is not written to a terminal (name a file with -o FILE.tar or a folder with -o DIR/, or redirect the output)")
                : new ExportTarget([], IsFolder: false);
        }

        if (CompressedEndings.FirstOrDefault(ending => word.EndsWith(ending.Name, StringComparison.Ordinal)) is { Name: { } compressed, Program: var program })
        {
            throw new UsageException(
                $"-o {word}: it is not compressed: write {word[..^compressed.Length]}.tar, or pipe: ocifs export IMAGE | {program} > {word}");
        }

        var path = ByteText.Encode(word);
        return HostPath.KindOf(path) switch
        {
            FileKind.Directory => HostPath.IsEmptyFolder(path)
                ? new ExportTarget(path, IsFolder: true)
                : throw new OciFsException(OciFsError.Invalid, $"{word}: the folder is not empty (name a new one; or an archive: {word.TrimEnd('/')}/NAME.tar)"),
            null when word.EndsWith('/') => new ExportTarget(path, IsFolder: true),
            null when !word.EndsWith(".tar", StringComparison.Ordinal) => throw new UsageException(
                $"-o {word}: a file or a folder? (an archive ends with .tar: {word}.tar; a new folder with a slash: {word}/)"),
            _ => new ExportTarget(path, IsFolder: false),
        };
    }
}
