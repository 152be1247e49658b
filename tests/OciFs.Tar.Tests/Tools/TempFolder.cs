namespace OciFs.Tar.Tests.Tools;

/// <summary>A folder that is gone when the test is over.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ocifs-tar-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public byte[] Read(string name) => File.ReadAllBytes(this[name]);

    /// <summary>By rm: .NET cannot delete files whose names are not UTF-8.</summary>
    public void Dispose() => Tool.Run("/", 0, "rm", "-rf", Path);
}
