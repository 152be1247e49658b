namespace OciFs.Fuzz;

/// <summary>Where the files of this repository are.</summary>
internal static class Repository
{
    /// <summary>The folder with <c>OciFs.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>Committed inputs of a harness: what was found once, and a small corpus.</summary>
    public static string FixturesOf(string harness) => Path.Combine(Root, "tests", "Fixtures", "fuzz", harness);

    /// <summary>The blobs of the corpus of layouts, at most so long.</summary>
    public static IEnumerable<byte[]> CorpusBlobs(int mostBytes)
    {
        var folder = new DirectoryInfo(Path.Combine(Root, "tests", "corpus", "cases", "layout", "blobs", "sha256"));
        return folder.Exists
            ? folder.EnumerateFiles().Where(file => file.Length <= mostBytes).OrderBy(file => file.Name, StringComparer.Ordinal)
                .Select(file => File.ReadAllBytes(file.FullName))
            : [];
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OciFs.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("OciFs.sln is in no folder above the program");
    }
}
