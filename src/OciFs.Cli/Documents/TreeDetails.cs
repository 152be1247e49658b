using System.Text.Json.Serialization;
using OciFs.Cli.Listing;
using OciFs.Views;

namespace OciFs.Cli.Documents;

/// <summary>What <c>ocifs tree --json</c> tells of a file. A flat list: images have trees deeper than most readers of JSON go.</summary>
/// <param name="path">Its path.</param>
/// <param name="depth">Levels below the top.</param>
/// <param name="attributes">What stat tells of it.</param>
/// <param name="target">Where it leads, of a symbolic link.</param>
/// <param name="sum">Bytes of a directory with all in it, where that was asked.</param>
internal sealed class TreeDetails(byte[] path, int depth, NodeAttributes attributes, byte[]? target, long? sum)
{
    /// <param name="file">The file.</param>
    /// <param name="sum">As the other.</param>
    /// <exception cref="OciFsException">It cannot be had.</exception>
    public static TreeDetails Of(in TreeFile file, long? sum)
    {
        var attributes = file.Node.Attributes;
        return new TreeDetails(file.Path, file.Depth, attributes, UnixMode.IsSymbolicLink(attributes.Mode) ? [.. file.Node.ReadLink()] : null, sum);
    }

    public string Path { get; } = FileNames.Json(path);

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? PathBytes { get; } = FileNames.JsonBytes(path);

    public int Depth { get; } = depth;

    public string Type { get; } = ListedFileDetails.TypeOf(attributes.Mode);

    public long Size { get; } = attributes.Size;

    public long? TotalSize { get; } = sum;

    public string? Target { get; } = target is null ? null : FileNames.Json(target);

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? TargetBytes { get; } = target is null ? null : FileNames.JsonBytes(target);
}

/// <summary>How it is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TreeDetails))]
internal sealed partial class TreeDetailsJson : JsonSerializerContext;
