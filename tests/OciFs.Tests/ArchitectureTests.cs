using System.Xml.Linq;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests;

/// <summary>References are the architecture: exactly these arrows, between exactly these projects.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Arrows =
    [
        "OciFs -> OciFs.Compression",
        "OciFs -> OciFs.Tar",
        "OciFs.Cli -> OciFs.Host",
        "OciFs.Host -> OciFs",
        "OciFs.Host -> OciFs.Fuse",
    ];

    private static readonly string[] Projects =
        ["OciFs", "OciFs.Cli", "OciFs.Compression", "OciFs.Fuse", "OciFs.Host", "OciFs.Tar"];

    [Fact]
    public void The_projects_are_known() => Assert.Equal(
        Projects, Files().Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    [Fact]
    public void The_arrows_are_these_and_no_others() => Assert.Equal(
        Arrows,
        Files().SelectMany(file => Included(file, "ProjectReference")
                .Select(reference => $"{Path.GetFileNameWithoutExtension(file)} -> {Path.GetFileNameWithoutExtension(reference)}"))
            .Order(StringComparer.Ordinal),
        StringComparer.Ordinal);

    [Fact]
    public void No_project_goes_around_the_arrows() => Assert.All(Files(), file =>
    {
        Assert.Empty(Included(file, "Reference"));
        Assert.Empty(XDocument.Load(file).Descendants("Import"));
        Assert.DoesNotContain(Included(file, "Compile"), include => include.Contains("..", StringComparison.Ordinal));
    });

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(Fixtures.Root, "src"), "*.csproj", SearchOption.AllDirectories);

    private static IEnumerable<string> Included(string file, string item) =>
        XDocument.Load(file).Descendants(item).Select(element => (string)element.Attribute("Include")!);
}
