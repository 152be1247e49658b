using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using OciFs.Images;
using OciFs.Views;

namespace OciFs.Cli.Documents;

/// <summary>An extended attribute of a file.</summary>
/// <param name="name">Its name.</param>
/// <param name="value">Its value.</param>
internal sealed class FileXattr(byte[] name, byte[] value)
{
    public string Name { get; } = FileNames.Json(name);

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? NameBytes { get; } = FileNames.JsonBytes(name);

    public string Value { get; } = FileNames.Json(value);

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? ValueBytes { get; } = FileNames.JsonBytes(value);
}

/// <summary>A hole of a file.</summary>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct FileHole(long Offset, long Length);

/// <summary>What <c>ocifs stat</c> tells of a file.</summary>
internal sealed class FileStatus : ListedFileDetails
{
    /// <inheritdoc/>
    public FileStatus(byte[] path, FileNode node, NodeAttributes attributes, ImageUsers users)
        : base(path, node, attributes, users)
    {
        Accessed = FileTime.Json(attributes.Accessed);
        Changed = FileTime.Json(attributes.Changed);
        Layer = Text(node, "user.ocifs.layer") is { } layer ? int.Parse(layer, CultureInfo.InvariantCulture) : null;
        LayerDigest = Text(node, "user.ocifs.digest");
        CreatedBy = Text(node, "user.ocifs.created_by");
        Xattrs = [.. node.ListXattrs().Select(name => new FileXattr([.. name.Bytes], [.. node.GetXattr(name.Bytes.ToArray()) ?? []]))];
        Holes = UnixMode.IsRegular(attributes.Mode) ? HolesOf(node.DataRanges(), attributes.Size) : [];
    }

    public string Accessed { get; }

    public string Changed { get; }

    public int? Layer { get; }

    public string? LayerDigest { get; }

    public string? CreatedBy { get; }

    public ImmutableArray<FileXattr> Xattrs { get; }

    public ImmutableArray<FileHole> Holes { get; }

    private static string? Text(FileNode node, string xattr) => node.GetXattr(xattr) is { } value ? Encoding.UTF8.GetString(value.AsSpan()) : null;

    private static ImmutableArray<FileHole> HolesOf(ImmutableArray<DataRange> data, long size)
    {
        var holes = ImmutableArray.CreateBuilder<FileHole>();
        long place = 0;
        foreach (var range in data)
        {
            if (range.Start > place)
            {
                holes.Add(new FileHole(place, range.Start - place));
            }

            place = range.End;
        }

        if (size > place)
        {
            holes.Add(new FileHole(place, size - place));
        }

        return holes.DrainToImmutable();
    }
}

/// <summary>How they are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(FileStatus))]
internal sealed partial class FileStatusJson : JsonSerializerContext;
