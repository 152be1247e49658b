using System.Text.Json.Serialization;
using OciFs.Cli.Listing;
using OciFs.Views;

namespace OciFs.Cli.Documents;

/// <summary>What <c>ocifs tree --json</c> tells of a file. A flat list: images have trees deeper than most readers of JSON go.</summary>
internal sealed class TreeDetails
{
    // Not public: the generator would describe what a public one takes, and all that hangs on it, as JSON.
    private TreeDetails(byte[] path, int depth, NodeAttributes attributes, byte[]? target, long? sum)
    {
        (Path, PathBytes) = (FileNames.Json(path), FileNames.JsonBytes(path));
        Depth = depth;
        Type = FileTypeWords.Of(attributes.Mode);
        Size = attributes.Size;
        TotalSize = sum;
        if (target is not null)
        {
            (Target, TargetBytes) = (FileNames.Json(target), FileNames.JsonBytes(target));
        }
    }

    /// <param name="file">The file.</param>
    /// <param name="sum">Bytes of a directory with all in it, where that was asked.</param>
    /// <exception cref="OciFsException">It cannot be had.</exception>
    public static TreeDetails Of(in TreeFile file, long? sum)
    {
        var attributes = file.Node.Attributes;
        return new TreeDetails(file.Path, file.Depth, attributes, UnixMode.IsSymbolicLink(attributes.Mode) ? [.. file.Node.ReadLink()] : null, sum);
    }

    public string Path { get; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? PathBytes { get; }

    public int Depth { get; }

    public string Type { get; }

    public long Size { get; }

    public long? TotalSize { get; }

    public string? Target { get; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? TargetBytes { get; }
}

/// <summary>How it is written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TreeDetails))]
internal sealed partial class TreeDetailsJson : JsonSerializerContext;
