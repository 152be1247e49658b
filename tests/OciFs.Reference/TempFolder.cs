namespace OciFs.Reference;

/// <summary>An empty folder below the temporary ones, removed with all it holds when disposed, whatever its modes.</summary>
public sealed class TempFolder : IDisposable
{
    /// <summary>Absolute path of the folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("ocifs-ref-").FullName;

    /// <summary>The path of something in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        using var parent = Posix.PosixFolder.Open(System.IO.Path.GetDirectoryName(Path)!);
        parent.Remove(ByteString.Utf8(System.IO.Path.GetFileName(Path)));
    }
}
