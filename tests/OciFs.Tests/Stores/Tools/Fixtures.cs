using System.Runtime.CompilerServices;

namespace OciFs.Tests.Stores.Tools;

/// <summary>What the tests read of this repository, wherever they run.</summary>
internal static class Fixtures
{
    /// <summary>The folder with <c>OciFs.sln</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>A folder or file of <c>tests/Fixtures/layouts</c>.</summary>
    public static string Layout(string name) => Path.Combine(Root, "tests", "Fixtures", "layouts", name);

    private static string Find([CallerFilePath] string path = "")
    {
        var folder = Path.GetDirectoryName(path);
        while (folder is not null && !File.Exists(Path.Combine(folder, "OciFs.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("OciFs.sln");
    }
}
