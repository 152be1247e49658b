using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OciFs.Reference.Trees;

namespace OciFs.Reference.Tests;

/// <summary>The edge cases that real tools were asked about: an OCI layout of one image a case, and the trees they made of it.</summary>
internal static class Corpus
{
    /// <summary>The folder "cases" of the corpus: below $OCIFS_CORPUS, else below tests/corpus of this repository.</summary>
    public static string Folder { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("OCIFS_CORPUS") ?? Path.Combine(TestsFolder(), "corpus"), "cases");

    public static bool IsThere => Directory.Exists(Folder);

    public static IReadOnlyList<string> Names { get; } = !IsThere
        ? []
        : [.. JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "cases.json")))!.AsArray().Select(item => (string)item!["name"]!)];

    /// <summary>The tree of the largest agreeing group of tools; null where all refuse.</summary>
    public static TreeTable? Expected(string name)
    {
        var file = Path.Combine(Folder, "expected", name + ".tsv");
        return File.Exists(file) ? TreeTable.Load(file) : null;
    }

    /// <summary>The layers' tars, base first.</summary>
    /// <exception cref="InvalidDataException">A blob cannot be decompressed.</exception>
    public static IEnumerable<byte[]> Tars(string name)
    {
        var index = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "layout", "index.json")))!;
        var image = index["manifests"]!.AsArray().First(item => IsNamed(item!, name))!;
        var manifest = JsonNode.Parse(File.ReadAllBytes(Blob((string)image["digest"]!)))!;
        return manifest["layers"]!.AsArray().Select(layer => Decompressed(Blob((string)layer!["digest"]!)));
    }

    private static bool IsNamed(JsonNode item, string name) =>
        string.Equals((string?)item["annotations"]?["org.opencontainers.image.ref.name"], name, StringComparison.Ordinal);

    private static string Blob(string digest) => Path.Combine(Folder, "layout", "blobs", digest.Replace(':', '/'));

    private static byte[] Decompressed(string blob)
    {
        var magic = new byte[4];
        using var file = File.OpenRead(blob);
        _ = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        var tar = new MemoryStream();
        if (magic.AsSpan().StartsWith<byte>([0x1f, 0x8b]))
            new GZipStream(file, CompressionMode.Decompress).CopyTo(tar);
        else if (magic.AsSpan().SequenceEqual<byte>([0x28, 0xb5, 0x2f, 0xfd]))
            return Programs.Output("zstd", ["-dcq", "--long=31", blob]);
        else
            file.CopyTo(tar);
        return tar.ToArray();
    }

    private static string TestsFolder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(Path.GetDirectoryName(thisFile))!;
}
