using System.Globalization;
using System.Text.Json.Serialization;
using OciFs.Images;
using OciFs.Views;

namespace OciFs.Cli.Documents;

/// <summary>What <c>ocifs ls --json</c> tells of a file.</summary>
internal class ListedFileDetails
{
    /// <param name="path">Its path.</param>
    /// <param name="node">The file.</param>
    /// <param name="attributes">What stat tells of it.</param>
    /// <param name="users">Names of owners.</param>
    /// <exception cref="OciFsException">The link's target cannot be had.</exception>
    internal ListedFileDetails(byte[] path, FileNode node, NodeAttributes attributes, ImageUsers users)
    {
        // The constructor is not public: the generator would describe what a public one takes, and all that hangs on it, as JSON.
        (Path, PathBytes) = (FileNames.Json(path), FileNames.JsonBytes(path));
        Type = FileTypeWords.Of(attributes.Mode);
        Mode = Convert.ToString(attributes.Mode & UnixMode.PermissionMask, 8).PadLeft(4, '0');
        (Inode, Links, Size, AllocatedSize) = (attributes.Inode, attributes.Links, attributes.Size, attributes.Blocks * 512);
        (Uid, Gid, User, Group) = (attributes.Uid, attributes.Gid, users.UserOf(attributes.Uid), users.GroupOf(attributes.Gid));
        Modified = FileTime.Json(attributes.Modified);
        Device = UnixMode.IsDevice(attributes.Mode) ? string.Create(CultureInfo.InvariantCulture, $"{attributes.DeviceMajor}:{attributes.DeviceMinor}") : null;
        if (UnixMode.IsSymbolicLink(attributes.Mode))
        {
            var target = node.ReadLink().AsSpan();
            (Target, TargetBytes) = (FileNames.Json(target), FileNames.JsonBytes(target));
        }
    }

    public string Path { get; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? PathBytes { get; }

    public string Type { get; }

    public string Mode { get; }

    public ulong Inode { get; }

    public uint Links { get; }

    public uint Uid { get; }

    public uint Gid { get; }

    public string? User { get; }

    public string? Group { get; }

    public long Size { get; }

    public long AllocatedSize { get; }

    public string Modified { get; }

    public string? Device { get; }

    public string? Target { get; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? TargetBytes { get; }
}

/// <summary>How files are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ListedFileDetails))]
internal sealed partial class ListedFileDetailsJson : JsonSerializerContext;
