using OciFs.Cli.Arguments;

namespace OciFs.Cli.Tests;

/// <summary>What is told of a PATH that leads to nothing: the path as it was typed.</summary>
public sealed class ImageFilesTests : IDisposable
{
    private readonly string _layout = Directory.CreateTempSubdirectory("ocifs-paths-").FullName;

    public ImageFilesTests()
    {
        File.WriteAllText(Path.Combine(_layout, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        File.WriteAllText(Path.Combine(_layout, "index.json"), """{"schemaVersion":2,"manifests":[]}""");
    }

    [Fact]
    public void APathOfTheTreeKeepsItsSlashes()
    {
        using var files = Open(_layout);
        Assert.Equal("//images/x: no such file", Assert.Throws<OciFsException>(() => files.Resolve("//images/x")).Message);
        Assert.Equal("//images/x: no such file", Assert.Throws<OciFsException>(() => files.Expand("//images/x")).Message);
    }

    [Fact]
    public void AnImageAndAPathInOneWordAreTwo() => Assert.EndsWith(
        $"(IMAGE and PATH are two words here: ocifs ls {_layout}:app /etc)",
        Assert.Throws<OciFsException>(() => Open($"{_layout}:app:/etc")).Message,
        StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_layout, recursive: true);

    private static ImageFiles Open(string source) =>
        ImageFiles.Open(CommandTree.Create().Parse(["ls", source]), source, GlobalOptions.Platform(), GlobalOptions.Namespace());
}
