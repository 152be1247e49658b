namespace OciFs.Tests.Stores.Tools;

/// <summary>A copy of a store that a real tool left, from <c>tests/Fixtures/stores</c>, with what the tool itself said of it in files beside.</summary>
internal sealed class StoreSample : IDisposable
{
    private readonly string _name;

    public StoreSample(string name)
    {
        _name = name;
        Tool.Run(Path, "tar", "--zstd", "-xf", Stored($"{name}.tar.zst"));
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("ocifs-core-").FullName;

    /// <summary>The lines of a file beside it, by what follows the store's name.</summary>
    public IEnumerable<string> Said(string what) => File.ReadLines(Stored($"{_name}.{what}"));

    // .NET cannot name files whose names are not UTF-8.
    public void Dispose() => Tool.Run("/", "rm", "-rf", Path);

    private static string Stored(string name) => System.IO.Path.Combine(Fixtures.Root, "tests", "Fixtures", "stores", name);
}
