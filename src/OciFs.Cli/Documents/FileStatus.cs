using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using OciFs.Images;
using OciFs.Views;

namespace OciFs.Cli.Documents;

/// <summary>An extended attribute of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NameBytes">The name as it is, where it is not text.</param>
/// <param name="Value">Its value.</param>
/// <param name="ValueBytes">The value as it is, where it is not text.</param>
internal sealed record FileXattr(
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? NameBytes,
    string Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] byte[]? ValueBytes)
{
    /// <summary>What is told of an attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static FileXattr Of(byte[] name, byte[] value) => new(FileNames.Json(name), FileNames.JsonBytes(name), FileNames.Json(value), FileNames.JsonBytes(value));
}

/// <summary>A hole of a file.</summary>
/// <param name="Offset">Where it begins, in bytes.</param>
/// <param name="Length">Bytes.</param>
internal sealed record FileHole(long Offset, long Length);

/// <summary>What <c>ocifs stat</c> tells of a file.</summary>
internal sealed class FileStatus : ListedFileDetails
{
    /// <inheritdoc/>
    internal FileStatus(byte[] path, FileNode node, NodeAttributes attributes, ImageUsers users)
        : base(path, node, attributes, users)
    {
        Accessed = FileTime.Json(attributes.Accessed);
        Changed = FileTime.Json(attributes.Changed);
        Layer = Text(node, "user.ocifs.layer") is { } layer ? int.Parse(layer, CultureInfo.InvariantCulture) : null;
        LayerDigest = Text(node, "user.ocifs.digest");
        CreatedBy = Text(node, "user.ocifs.created_by");
        Xattrs = [.. node.ListXattrs().Select(name => FileXattr.Of([.. name.Bytes], [.. node.GetXattr(name.Bytes.ToArray()) ?? []]))];
        Holes = UnixMode.IsRegular(attributes.Mode) ? HolesOf(node.DataRanges(), attributes.Size) : [];
    }

    public string Accessed { get; }

    public string Changed { get; }

    public int? Layer { get; }

    public string? LayerDigest { get; }

    public string? CreatedBy { get; }

    public FileXattr[] Xattrs { get; }

    public FileHole[] Holes { get; }

    private static string? Text(FileNode node, string xattr) => node.GetXattr(xattr) is { } value ? Encoding.UTF8.GetString(value.AsSpan()) : null;

    private static FileHole[] HolesOf(ImmutableArray<DataRange> data, long size)
    {
        List<FileHole> holes = [];
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

        return [.. holes];
    }
}

/// <summary>How they are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(FileStatus))]
internal sealed partial class FileStatusJson : JsonSerializerContext;
