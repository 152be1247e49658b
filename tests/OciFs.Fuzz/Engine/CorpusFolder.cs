using System.Security.Cryptography;

namespace OciFs.Fuzz.Engine;

/// <summary>A folder of inputs, each named by its hash.</summary>
internal sealed class CorpusFolder
{
    private readonly string _folder;

    public CorpusFolder(string folder) => _folder = Directory.CreateDirectory(folder).FullName;

    /// <summary>All inputs, shortest first.</summary>
    public static IEnumerable<byte[]> Read(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes).OrderBy(bytes => bytes.Length)
        : [];

    /// <summary>Keeps an input.</summary>
    public void Add(byte[] input) => File.WriteAllBytes(PathOf(input), input);

    /// <summary>Keeps exactly these.</summary>
    public void Replace(IReadOnlyCollection<byte[]> inputs)
    {
        var kept = inputs.Select(PathOf).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_folder))
        {
            if (!kept.Contains(path))
                File.Delete(path);
        }

        foreach (var input in inputs)
            Add(input);
    }

    private string PathOf(byte[] input) => Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(input))[..16]);
}
