using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using OciFs.Tests.Stores.Tools;

namespace OciFs.Tests.Stores.Archives;

/// <summary>Writes an archive of images, sound or not, by .NET's own writer. Knows nothing of the code that is tested.</summary>
internal sealed class ArchiveBuilder(TarEntryFormat format = TarEntryFormat.Ustar) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<TarEntry> _entries = [];

    public string Path => _folder["archive.tar"];

    public string PathOf(string name) => _folder[name];

    public ArchiveBuilder File(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    public ArchiveBuilder File(string name, byte[] content) => Add(TarEntryType.RegularFile, name, entry => entry.DataStream = new MemoryStream(content));

    public ArchiveBuilder Link(string name, string target) => Add(TarEntryType.SymbolicLink, name, entry => entry.LinkName = target);

    public ArchiveBuilder HardLink(string name, string target) => Add(TarEntryType.HardLink, name, entry => entry.LinkName = target);

    public ArchiveBuilder Folder(string name) => Add(TarEntryType.Directory, name, _ => { });

    /// <summary>An image in the form of docker save: its config, its layers, each by its path; gives what manifest.json says of it.</summary>
    public string DockerImage(string? tag, params (string Path, byte[] Tar, byte[] Stored)[] layers)
    {
        var config = Config(layers.Select(layer => layer.Tar));
        var name = $"{HexOf(Encoding.UTF8.GetBytes(config))}.json";
        File(name, config);
        foreach (var (path, _, stored) in layers)
        {
            File(path, stored);
        }

        return Item(name, tag, layers.Select(layer => layer.Path));
    }

    public static string Config(params IEnumerable<byte[]> tars) =>
        $$$"""{"os":"linux","architecture":"amd64","rootfs":{"type":"layers","diff_ids":[{{{Quoted(tars.Select(tar => $"sha256:{HexOf(tar)}"))}}}]}}""";

    public static string Item(string config, string? tag, params IEnumerable<string> layers) =>
        $$"""{"Config":"{{config}}","RepoTags":{{(tag is null ? "null" : $"[\"{tag}\"]")}},"Layers":[{{Quoted(layers)}}]}""";

    /// <summary>A layer of one file.</summary>
    public static byte[] Layer(string name, string content)
    {
        var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        }

        return bytes.ToArray();
    }

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    public static string HexOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Writes the archive beside and renames it, so that its time says nothing of an archive before it.</summary>
    public string Write()
    {
        using (var file = System.IO.File.Create(_folder["new"]))
        using (var writer = new TarWriter(file, format))
        {
            _entries.ForEach(writer.WriteEntry);
        }

        System.IO.File.Move(_folder["new"], Path, overwrite: true);
        _entries.Clear();
        return Path;
    }

    public void Dispose() => _folder.Dispose();

    private static string Quoted(IEnumerable<string> texts) => string.Join(',', texts.Select(text => $"\"{text}\""));

    private ArchiveBuilder Add(TarEntryType type, string name, Action<TarEntry> edit)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.Pax => new PaxTarEntry(type, name),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new UstarTarEntry(type, name),
        };
        edit(entry);
        _entries.Add(entry);
        return this;
    }
}
